import { criticalMs, type CriticalPath } from './critical-path.ts';
import { selfMs } from './self-time.ts';
import type { TraceTree } from './tree.ts';
import { readingOrder } from './walk.ts';

/** What all spans of a service, or of one of its operations, come to. */
export interface Sum {
  readonly service: string;
  /** Name of the spans; undefined for the whole service. */
  readonly name: string | undefined;
  spans: number;
  errors: number;
  /** Durations added up, also of those that ran at once. */
  totalMs: number;
  selfMs: number;
  criticalMs: number;
  longestMs: number;
  /** Key of the longest one. */
  longestKey: string;
}

/** One sum a service or a service and span name, the most of its own time first. */
export function sumUp(tree: TraceTree, path: CriticalPath, by: 'service' | 'operation'): Sum[] {
  const sums = new Map<string, Sum>();
  for (const node of readingOrder(tree)) {
    const { service, name, durationMs, status } = node.span;
    const id = by === 'service' ? service : JSON.stringify([service, name]);
    let sum = sums.get(id);
    if (!sum) {
      sum = {
        service,
        name: by === 'service' ? undefined : name,
        spans: 0,
        errors: 0,
        totalMs: 0,
        selfMs: 0,
        criticalMs: 0,
        longestMs: -Infinity,
        longestKey: node.key,
      };
      sums.set(id, sum);
    }
    sum.spans++;
    if (status === 'error') sum.errors++;
    sum.totalMs += Math.max(0, durationMs);
    sum.selfMs += selfMs(node);
    sum.criticalMs += criticalMs(path, node.key);
    if (durationMs > sum.longestMs) {
      sum.longestMs = durationMs;
      sum.longestKey = node.key;
    }
  }
  return [...sums.values()].sort((a, b) => b.selfMs - a.selfMs || b.totalMs - a.totalMs);
}
