import type { TraceNode } from './tree.ts';
import { endOf } from './walk.ts';

/** Milliseconds of a span in which none of its children ran: its own work, or waiting unseen. */
export function selfMs(node: TraceNode): number {
  const end = endOf(node);
  let covered = 0;
  let reachedMs = node.offsetMs;
  // Children are in order of their starts.
  for (const child of node.children) {
    const from = Math.max(child.offsetMs, reachedMs);
    const to = Math.min(endOf(child), end);
    if (to <= from) continue;
    covered += to - from;
    reachedMs = to;
  }
  return Math.max(0, end - node.offsetMs - covered);
}
