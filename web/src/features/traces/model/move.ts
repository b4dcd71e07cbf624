import { parentKey, type Row } from './rows.ts';
import type { TraceTree } from './tree.ts';

export type Move =
  | { readonly kind: 'select'; readonly key: string }
  | { readonly kind: 'toggle'; readonly key: string }
  | { readonly kind: 'close' };

/** What a key does in the waterfall, by the place of the key; undefined when it is not ours. */
export function readMove(
  code: string,
  tree: TraceTree,
  rows: readonly Row[],
  selectedIndex: number,
): Move | undefined {
  const to = (index: number): Move | undefined => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, index))];
    return row && { kind: 'select', key: row.node.key };
  };
  const selected = rows[selectedIndex];
  const open = selected && selected.node.children.length > 0 && !selected.collapsed;
  switch (code) {
    case 'KeyJ':
    case 'ArrowDown':
      return to(selectedIndex + 1);
    case 'KeyK':
    case 'ArrowUp':
      return to(selected ? selectedIndex - 1 : 0);
    case 'Home':
      return to(0);
    case 'End':
      return to(rows.length - 1);
    case 'PageDown':
      return to(selectedIndex + 20);
    case 'PageUp':
      return to(selectedIndex - 20);
  }
  if (!selected) return undefined;
  const { key } = selected.node;
  switch (code) {
    case 'ArrowRight':
      if (selected.collapsed) return { kind: 'toggle', key };
      return open ? to(selectedIndex + 1) : undefined;
    case 'ArrowLeft': {
      if (open) return { kind: 'toggle', key };
      const parent = parentKey(tree, key);
      return parent === undefined ? undefined : { kind: 'select', key: parent };
    }
    case 'Enter':
    case 'Space':
      return selected.node.children.length > 0 ? { kind: 'toggle', key } : undefined;
    case 'Escape':
      return { kind: 'close' };
    default:
      return undefined;
  }
}
