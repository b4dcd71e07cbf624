import type { PlacedLog, TraceLogs } from './logs.ts';
import type { TraceNode, TraceTree } from './tree.ts';

interface AnyRow {
  readonly key: string;
  readonly depth: number;
  /** For each level above, whether its line goes on below this row; the last is the row's own. */
  readonly lines: readonly boolean[];
}

export interface SpanRow extends AnyRow {
  readonly kind: 'span';
  readonly node: TraceNode;
  readonly collapsed: boolean;
}

export interface LogRow extends AnyRow {
  readonly kind: 'log';
  readonly placed: PlacedLog;
}

/** One visible line of the waterfall. */
export type Row = SpanRow | LogRow;

/** Deeper levels are drawn at this depth, so that a name always has room. */
export const DEEPEST_INDENT = 18;

type Entry = TraceNode | PlacedLog;
interface Waiting {
  readonly entry: Entry;
  readonly depth: number;
  readonly lines: readonly boolean[];
}

/**
 * The rows in reading order, without what is under a collapsed span. Log records, when given, stand
 * between the children of their span, at their time.
 */
export function visibleRows(
  tree: TraceTree,
  collapsed: ReadonlySet<string>,
  logs?: Pick<TraceLogs, 'ofSpan' | 'loose'>,
): Row[] {
  const rows: Row[] = [];
  const waiting: Waiting[] = merged(tree.roots, logs?.loose)
    .map((entry) => ({ entry, depth: 0, lines: [] }))
    .reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { entry, depth, lines } = next;
    if ('log' in entry) {
      rows.push({ kind: 'log', key: entry.key, depth, lines, placed: entry });
      continue;
    }
    const folded = collapsed.has(entry.key) && entry.children.length > 0;
    rows.push({ kind: 'span', key: entry.key, depth, lines, node: entry, collapsed: folded });
    if (folded) continue;
    const below = merged(entry.children, logs?.ofSpan.get(entry.key));
    for (let at = below.length - 1; at >= 0; at--) {
      waiting.push({
        entry: below[at]!,
        depth: depth + 1,
        lines: lines.length < DEEPEST_INDENT ? [...lines, at < below.length - 1] : lines,
      });
    }
  }
  return rows;
}

function merged(nodes: readonly TraceNode[], logs: readonly PlacedLog[] = []): readonly Entry[] {
  if (logs.length === 0) return nodes;
  return [...nodes, ...logs].sort((a, b) => a.offsetMs - b.offsetMs);
}

/** Every span above the one with this key, by key, so that it can be made visible. */
export function ancestors(tree: TraceTree, key: string): string[] {
  const found: string[] = [];
  for (let at = parentKey(tree, key); at !== undefined; at = parentKey(tree, at)) found.push(at);
  return found;
}

const known = new WeakMap<TraceTree, Map<string, string>>();

export function parentKey(tree: TraceTree, key: string): string | undefined {
  let parents = known.get(tree);
  if (!parents) {
    parents = new Map();
    for (const node of tree.byKey.values()) {
      for (const child of node.children) parents.set(child.key, node.key);
    }
    known.set(tree, parents);
  }
  return parents.get(key);
}
