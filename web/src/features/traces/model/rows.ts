import type { TraceNode, TraceTree } from './tree.ts';

/** One visible line of the waterfall. */
export interface Row {
  readonly node: TraceNode;
  /** For each level above, whether its line goes on below this row; the last is the row's own. */
  readonly lines: readonly boolean[];
  readonly collapsed: boolean;
}

/** Deeper levels are drawn at this depth, so that a name always has room. */
export const DEEPEST_INDENT = 18;

/** The rows in reading order, without what is under a collapsed span. */
export function visibleRows(tree: TraceTree, collapsed: ReadonlySet<string>): Row[] {
  const rows: Row[] = [];
  const waiting: { node: TraceNode; lines: readonly boolean[] }[] = [];
  for (const root of tree.roots.toReversed()) waiting.push({ node: root, lines: [] });
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, lines } = next;
    const folded = collapsed.has(node.key) && node.children.length > 0;
    rows.push({ node, lines, collapsed: folded });
    if (folded) continue;
    for (let at = node.children.length - 1; at >= 0; at--) {
      const goesOn = at < node.children.length - 1;
      waiting.push({
        node: node.children[at]!,
        lines: lines.length < DEEPEST_INDENT ? [...lines, goesOn] : lines,
      });
    }
  }
  return rows;
}

/** Every span above the one with this key, by key, so that it can be made visible. */
export function ancestors(tree: TraceTree, key: string): string[] {
  const parents = parentKeys(tree);
  const found: string[] = [];
  for (let at = parents.get(key); at !== undefined; at = parents.get(at)) found.push(at);
  return found;
}

const known = new WeakMap<TraceTree, Map<string, string>>();

function parentKeys(tree: TraceTree): Map<string, string> {
  let parents = known.get(tree);
  if (!parents) {
    parents = new Map();
    for (const node of tree.byKey.values()) {
      for (const child of node.children) parents.set(child.key, node.key);
    }
    known.set(tree, parents);
  }
  return parents;
}

export const parentKey = (tree: TraceTree, key: string): string | undefined =>
  parentKeys(tree).get(key);
