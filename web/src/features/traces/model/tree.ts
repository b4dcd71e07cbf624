import type { Span } from '../../../api/types.ts';
import { msBetween } from '../../../shared/format/time.ts';
import type { Flaw } from './flaws.ts';

export interface TraceNode {
  /** Unique in the trace, where span ids need not be. */
  readonly key: string;
  readonly span: Span;
  readonly flaws: readonly Flaw[];
  /** Milliseconds after the trace's start. */
  readonly offsetMs: number;
  /** How far its times were moved, because its clock differs; in `offsetMs` already. */
  readonly shiftMs: number;
  readonly depth: number;
  readonly children: readonly TraceNode[];
  /** Spans below this one, and how many of them have failed. */
  readonly below: number;
  readonly errorsBelow: number;
}

export interface TraceTree {
  readonly roots: readonly TraceNode[];
  readonly byKey: ReadonlyMap<string, TraceNode>;
  readonly startUnixNano: bigint;
  /** From the earliest start to the latest end. */
  readonly durationMs: number;
  readonly flaws: ReadonlyMap<Flaw, number>;
}

interface Building {
  key: string;
  span: Span;
  start: bigint;
  shiftMs: number;
  flaws: Flaw[];
  parent: Building | undefined;
  children: Building[];
  depth: number;
  below: number;
  errorsBelow: number;
  offsetMs: number;
  /** The place of the span from which this one was reached first, by parents; −1: not yet. */
  seenFrom: number;
}

/**
 * The tree of a trace, of whatever spans have arrived. Every span is in it exactly once: one whose
 * parent is missing becomes a root, a cycle is cut before its earliest span, and of spans with one
 * id the earliest keeps it and its children. Nothing recurses: traces can be ten thousand deep.
 * `shiftMsOf` says how far the times of a span are moved.
 */
export function buildTree(
  spans: readonly Span[],
  shiftMsOf: (span: Span) => number = () => 0,
): TraceTree {
  const all = spans.map((span) => building(span, shiftMsOf(span)));
  all.sort(byStart);
  const byId = giveKeys(all);
  for (const node of all) {
    const parentId = node.span.parentSpanId;
    if (!parentId) continue;
    node.parent = byId.get(parentId);
    if (node.parent === undefined) node.flaws.push('missing-parent');
  }
  cutCycles(all);

  const roots: Building[] = [];
  for (const node of all) (node.parent?.children ?? roots).push(node);
  for (const { children } of all) if (children.length > 1) children.sort(bySibling);
  const trueRoots = roots.filter(
    ({ span, flaws }) => !span.parentSpanId && !flaws.includes('duplicate-id'),
  );
  for (const root of trueRoots.slice(1)) root.flaws.push('extra-root');

  const startUnixNano = all[0]?.start ?? 0n;
  let durationMs = 0;
  for (const node of all) {
    node.offsetMs = msBetween(startUnixNano, node.start);
    durationMs = Math.max(durationMs, node.offsetMs + node.span.durationMs);
  }
  sumUp(roots);

  const flaws = new Map<Flaw, number>();
  for (const node of all) {
    for (const flaw of node.flaws) flaws.set(flaw, (flaws.get(flaw) ?? 0) + 1);
  }
  return {
    roots,
    byKey: new Map(all.map((node) => [node.key, node])),
    startUnixNano,
    durationMs: toNanoseconds(durationMs),
    flaws,
  };
}

function building(span: Span, shiftMs: number): Building {
  return {
    key: span.spanId,
    span,
    start: BigInt(span.startTimeUnixNano) + (shiftMs === 0 ? 0n : nanos(shiftMs)),
    shiftMs,
    flaws: span.durationMs < 0 ? ['negative-duration'] : [],
    parent: undefined,
    children: [],
    depth: 0,
    below: 0,
    errorsBelow: 0,
    offsetMs: 0,
    seenFrom: -1,
  };
}

/** What a sum of milliseconds is to the nanosecond, without the error of adding. */
const toNanoseconds = (ms: number): number => Math.round(ms * 1e6) / 1e6;

const nanos = (ms: number): bigint => BigInt(Math.round(ms * 1e6));

/** By start, the longer one first, so that a parent comes before a child of the same instant. */
function byStart(a: Building, b: Building): number {
  if (a.start !== b.start) return a.start < b.start ? -1 : 1;
  return b.span.durationMs - a.span.durationMs;
}

/**
 * Many clocks tell milliseconds only. Of two that began in the same one, the one that was over
 * first most likely came first: a middleware before the handler.
 */
function bySibling(a: Building, b: Building): number {
  if (a.start !== b.start) return a.start < b.start ? -1 : 1;
  return a.span.durationMs - b.span.durationMs;
}

function giveKeys(all: readonly Building[]): Map<string, Building> {
  const byId = new Map<string, Building>();
  const times = new Map<string, number>();
  for (const node of all) {
    const id = node.span.spanId;
    if (!byId.has(id)) {
      byId.set(id, node);
      continue;
    }
    const time = (times.get(id) ?? 1) + 1;
    times.set(id, time);
    node.key = `${id}~${time}`;
    node.flaws.push('duplicate-id');
  }
  return byId;
}

/** Follows parents upwards; whoever comes back to its own path is in a cycle. */
function cutCycles(all: readonly Building[]): void {
  for (const [at, from] of all.entries()) {
    let node: Building | undefined = from;
    while (node && node.seenFrom < 0) {
      node.seenFrom = at;
      node = node.parent;
    }
    if (node?.seenFrom !== at) continue;
    let earliest: Building = node;
    for (let each = node.parent; each && each !== node; each = each.parent) {
      if (byStart(each, earliest) < 0) earliest = each;
    }
    earliest.parent = undefined;
    earliest.flaws.push('cycle');
  }
}

/** Depths on the way down, sums on the way up. */
function sumUp(roots: readonly Building[]): void {
  const order: Building[] = [...roots];
  for (let at = 0; at < order.length; at++) {
    const node = order[at]!;
    for (const child of node.children) {
      child.depth = node.depth + 1;
      order.push(child);
    }
  }
  for (let at = order.length - 1; at >= 0; at--) {
    const node = order[at]!;
    if (!node.parent) continue;
    node.parent.below += node.below + 1;
    node.parent.errorsBelow += node.errorsBelow + (node.span.status === 'error' ? 1 : 0);
  }
}
