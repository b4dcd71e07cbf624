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

/** The root that stands for the trace: the first that has no parent, else the first. */
export const mainRoot = (tree: TraceTree): TraceNode | undefined =>
  tree.roots.find(({ span }) => span.parentSpanId === null) ?? tree.roots[0];
