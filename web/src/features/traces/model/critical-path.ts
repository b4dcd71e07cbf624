import type { TraceNode, TraceTree } from './tree.ts';
import { endOf, mainRoot } from './walk.ts';

/** A time in which the request waited for this span's own work, in milliseconds after the start. */
export interface Segment {
  readonly key: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface CriticalPath {
  /** Earliest first; together they are as long as the root. */
  readonly segments: readonly Segment[];
  readonly ofSpan: ReadonlyMap<string, readonly Segment[]>;
}

interface Frame {
  readonly node: TraceNode;
  readonly fromMs: number;
  readonly untilMs: number;
  /** Those that can be waited for, the last to end first. */
  readonly children: readonly TraceNode[];
  next: number;
  atMs: number;
}

/**
 * What the request's duration consists of: from the end of the root backwards, always into the child
 * that was the last to end before, and in the root's own work where there was none. Making anything
 * else faster would not make the request faster.
 */
export function criticalPath(tree: TraceTree): CriticalPath {
  const root = mainRoot(tree);
  if (!root) return { segments: [], ofSpan: new Map() };
  const backwards: Segment[] = [];
  const work = ({ node }: Frame, fromMs: number, toMs: number): void => {
    if (toMs > fromMs) backwards.push({ key: node.key, fromMs, toMs });
  };
  const stack = [frame(root, root.offsetMs, endOf(root))];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const child = top.children[top.next++];
    if (!child) {
      work(top, top.fromMs, top.atMs);
      stack.pop();
      continue;
    }
    const fromMs = Math.max(child.offsetMs, top.fromMs);
    const toMs = Math.min(endOf(child), top.untilMs);
    // One that ended while a later one already ran was not what that one waited for.
    if (toMs > top.atMs || toMs <= fromMs) continue;
    work(top, toMs, top.atMs);
    top.atMs = fromMs;
    stack.push(frame(child, fromMs, toMs));
  }
  const segments = backwards.reverse();
  return { segments, ofSpan: Map.groupBy(segments, ({ key }) => key) };
}

function frame(node: TraceNode, fromMs: number, untilMs: number): Frame {
  if (node.children.length === 0) {
    return { node, fromMs, untilMs, children: [], next: 0, atMs: untilMs };
  }
  const end = (child: TraceNode): number => Math.min(endOf(child), untilMs);
  const children = node.children
    // Nobody waits for the consumer of a message that goes on after its sender.
    .filter((child) => child.span.kind !== 'consumer' || endOf(child) <= endOf(node))
    .toSorted((a, b) => end(b) - end(a) || a.offsetMs - b.offsetMs);
  return { node, fromMs, untilMs, children, next: 0, atMs: untilMs };
}

/** How long the request waited for this span's own work. */
export const criticalMs = (path: CriticalPath, key: string): number =>
  (path.ofSpan.get(key) ?? []).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
