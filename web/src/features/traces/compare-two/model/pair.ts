import { selfMs } from '../../model/self-time.ts';
import type { TraceNode, TraceTree } from '../../model/tree.ts';

/** What the spans of one path come to in one trace. */
export interface Side {
  readonly spans: number;
  readonly errors: number;
  /** Durations and self times added up. */
  readonly totalMs: number;
  readonly selfMs: number;
  /** Key of the longest one. */
  readonly key: string | undefined;
}

export type Change = 'new' | 'gone' | 'changed' | 'same';

/** All spans that have the same service, name and kind, and the same above them. */
export interface Pair {
  readonly service: string;
  readonly name: string;
  readonly depth: number;
  readonly a: Side;
  readonly b: Side;
  readonly change: Change;
}

interface Group {
  readonly service: string;
  readonly name: string;
  readonly a: TraceNode[];
  readonly b: TraceNode[];
}

/** Durations vary from one request to the next: what differs by less is the same. */
const SAME_SHARE = 0.25;
const SAME_MS = 1;

/**
 * Two traces as one tree, in reading order: their spans are matched by service, name and kind on the
 * same path from the root, however many there are of each.
 */
export function pairTraces(a: TraceTree, b: TraceTree): Pair[] {
  const pairs: Pair[] = [];
  const waiting: { group: Group; depth: number }[] = [];
  const push = (groups: Group[], depth: number): void => {
    for (const group of groups.reverse()) waiting.push({ group, depth });
  };
  push(grouped(a.roots, b.roots), 0);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { group, depth } = next;
    const [before, after] = [sideOf(group.a), sideOf(group.b)];
    const { service, name } = group;
    pairs.push({ service, name, depth, a: before, b: after, change: changeOf(before, after) });
    push(grouped(childrenOf(group.a), childrenOf(group.b)), depth + 1);
  }
  return pairs;
}

const childrenOf = (nodes: readonly TraceNode[]): TraceNode[] =>
  nodes.flatMap(({ children }) => children);

/** By the earliest start in either trace. */
function grouped(a: readonly TraceNode[], b: readonly TraceNode[]): Group[] {
  const found = new Map<string, Group & { startMs: number }>();
  const add = (side: 'a' | 'b', node: TraceNode): void => {
    const { service, name, kind } = node.span;
    const key = JSON.stringify([service, name, kind]);
    const group = found.get(key) ?? { service, name, a: [], b: [], startMs: Infinity };
    found.set(key, group);
    group[side].push(node);
    group.startMs = Math.min(group.startMs, node.offsetMs);
  };
  for (const node of a) add('a', node);
  for (const node of b) add('b', node);
  return [...found.values()].sort((one, other) => one.startMs - other.startMs);
}

function sideOf(nodes: readonly TraceNode[]): Side {
  let [errors, totalMs, own] = [0, 0, 0];
  let longest: TraceNode | undefined;
  for (const node of nodes) {
    if (node.span.status === 'error') errors++;
    totalMs += Math.max(0, node.span.durationMs);
    own += selfMs(node);
    if (!longest || node.span.durationMs > longest.span.durationMs) longest = node;
  }
  return { spans: nodes.length, errors, totalMs, selfMs: own, key: longest?.key };
}

function changeOf(a: Side, b: Side): Change {
  if (a.spans === 0) return 'new';
  if (b.spans === 0) return 'gone';
  if (a.spans !== b.spans || a.errors !== b.errors) return 'changed';
  const difference = Math.abs(a.totalMs - b.totalMs);
  return difference > Math.max(SAME_MS, SAME_SHARE * Math.max(a.totalMs, b.totalMs))
    ? 'changed'
    : 'same';
}

/** Those that differ, with everything above them, so that each still has its place. */
export function differing(pairs: readonly Pair[]): Pair[] {
  // From the end: what stands above a pair comes before it, at the depth before its own.
  const needed = new Set<number>();
  const kept = pairs.toReversed().filter(({ change, depth }) => {
    const wanted = needed.delete(depth) || change !== 'same';
    if (wanted) needed.add(depth - 1);
    return wanted;
  });
  return kept.reverse();
}
