import { parentKey, type Row } from './rows.ts';
import type { TraceTree } from './tree.ts';

export type Move =
  | { readonly kind: 'select'; readonly key: string }
  | { readonly kind: 'toggle' | 'toggle-subtree'; readonly key: string }
  | { readonly kind: 'close' };

/** What a key does among the rows, by the place of the key; undefined when it is not ours. */
export function readMove(
  code: string,
  tree: TraceTree,
  rows: readonly Row[],
  selectedIndex: number,
): Move | undefined {
  const to = (index: number): Move | undefined => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, index))];
    return row && { kind: 'select', key: row.key };
  };
  const selected = rows[selectedIndex];
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
  if (code === 'Escape') return { kind: 'close' };
  const up = (key: string | undefined): Move | undefined =>
    key === undefined ? undefined : { kind: 'select', key };
  if (selected.kind === 'log') {
    return code === 'ArrowLeft' ? up(selected.placed.spanKey) : undefined;
  }
  const { key, children } = selected.node;
  if (code === 'ArrowLeft' && (children.length === 0 || selected.collapsed)) {
    return up(parentKey(tree, key));
  }
  if (children.length === 0) return undefined;
  switch (code) {
    case 'ArrowRight':
      return selected.collapsed ? { kind: 'toggle', key } : to(selectedIndex + 1);
    case 'ArrowLeft':
    case 'Enter':
    case 'Space':
      return { kind: 'toggle', key };
    case 'KeyC':
      return { kind: 'toggle-subtree', key };
    default:
      return undefined;
  }
}
