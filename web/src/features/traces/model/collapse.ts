import type { TraceNode, TraceTree } from './tree.ts';
import { subtree } from './walk.ts';

export type Collapsed = ReadonlySet<string>;

/** With so many levels open; one level shows the roots alone. */
export function openLevels(tree: TraceTree, levels: number): Collapsed {
  const closed = new Set<string>();
  for (const node of tree.byKey.values()) {
    if (node.children.length > 0 && node.depth >= levels - 1) closed.add(node.key);
  }
  return closed;
}

export function toggle(collapsed: Collapsed, key: string): Collapsed {
  const next = new Set(collapsed);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** Opens everything below a span if anything of it is closed, and else closes it all. */
export function toggleSubtree(collapsed: Collapsed, node: TraceNode): Collapsed {
  const parents = subtree(node).filter(({ children }) => children.length > 0);
  const next = new Set(collapsed);
  if (parents.some(({ key }) => collapsed.has(key))) {
    for (const { key } of parents) next.delete(key);
  } else {
    for (const { key } of parents) next.add(key);
  }
  return next;
}

/** The deepest level that there is, counted from one. */
export const levelsOf = (tree: TraceTree): number => {
  let deepest = 0;
  for (const { depth } of tree.byKey.values()) deepest = Math.max(deepest, depth + 1);
  return deepest;
};
