import type { TraceNode, TraceTree } from './tree.ts';

/** Every span of the trace, a parent before its children and those by start. */
export function readingOrder(tree: TraceTree): TraceNode[] {
  return subtrees(tree.roots);
}

/** A span and all below it, in reading order. */
export const subtree = (node: TraceNode): TraceNode[] => subtrees([node]);

function subtrees(tops: readonly TraceNode[]): TraceNode[] {
  const order: TraceNode[] = [];
  const waiting = tops.toReversed();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    order.push(node);
    for (let at = node.children.length - 1; at >= 0; at--) waiting.push(node.children[at]!);
  }
  return order;
}

/** When a span ends, in milliseconds after the trace's start; one that ends before it starts, at once. */
export const endOf = (node: TraceNode): number => node.offsetMs + Math.max(0, node.span.durationMs);

/** The root that stands for the trace: a true one before others, then the one that lasts longest. */
export function mainRoot(tree: TraceTree): TraceNode | undefined {
  const trueRoots = tree.roots.filter(({ span }) => span.parentSpanId === null);
  const from = trueRoots.length > 0 ? trueRoots : tree.roots;
  return from.reduce<TraceNode | undefined>(
    (best, root) => (best && best.span.durationMs >= root.span.durationMs ? best : root),
    undefined,
  );
}
