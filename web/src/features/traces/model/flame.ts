import type { TraceNode, TraceTree } from './tree.ts';
import { endOf } from './walk.ts';

export interface Flame {
  /** From the top; the spans of a lane are in order of start and do not overlap. */
  readonly lanes: readonly (readonly TraceNode[])[];
  readonly laneOf: ReadonlyMap<string, number>;
}

/**
 * Every span somewhere below its parent, in the first lane that is free at its time, so that what ran
 * at once stands one above the other.
 */
export function layFlame(tree: TraceTree, parentOf: (key: string) => string | undefined): Flame {
  const lanes: TraceNode[][] = [];
  const laneOf = new Map<string, number>();
  const free = new FreeLanes(tree.byKey.size);
  for (const node of tree.byKey.values()) {
    // A parent can begin after its child, when clocks differ; it is placed first all the same.
    const waiting: TraceNode[] = [];
    for (let up: TraceNode | undefined = node; up && !laneOf.has(up.key);) {
      waiting.push(up);
      const parent: string | undefined = parentOf(up.key);
      up = parent === undefined ? undefined : tree.byKey.get(parent);
    }
    for (let each = waiting.pop(); each; each = waiting.pop()) {
      const parent = parentOf(each.key);
      const below = parent === undefined ? 0 : laneOf.get(parent)! + 1;
      const lane = free.take(below, each.offsetMs, endOf(each));
      laneOf.set(each.key, lane);
      (lanes[lane] ??= []).push(each);
    }
  }
  for (const lane of lanes) lane.sort((a, b) => a.offsetMs - b.offsetMs);
  return { lanes, laneOf };
}

/** Until when each lane is taken: a tree of minima, which finds the first free one in few steps. */
class FreeLanes {
  readonly #size: number;
  readonly #until: Float64Array;

  constructor(lanes: number) {
    this.#size = 2 ** Math.ceil(Math.log2(Math.max(1, lanes)));
    this.#until = new Float64Array(2 * this.#size).fill(-Infinity);
  }

  /** The first lane from `lowest` on that is free at a time; from then it is taken until the end. */
  take(lowest: number, fromMs: number, toMs: number): number {
    const lane = this.#first(1, 0, this.#size, lowest, fromMs);
    let at = lane + this.#size;
    this.#until[at] = toMs;
    for (at >>= 1; at >= 1; at >>= 1) {
      this.#until[at] = Math.min(this.#until[2 * at]!, this.#until[2 * at + 1]!);
    }
    return lane;
  }

  #first(at: number, start: number, size: number, lowest: number, fromMs: number): number {
    if (start + size <= lowest || this.#until[at]! > fromMs) return -1;
    if (size === 1) return start;
    const half = size / 2;
    const left = this.#first(2 * at, start, half, lowest, fromMs);
    return left >= 0 ? left : this.#first(2 * at + 1, start + half, half, lowest, fromMs);
  }
}

/** The span of a lane that is there at a time, or nearest to it within some milliseconds. */
export function spanAt(
  lane: readonly TraceNode[],
  atMs: number,
  nearMs: number,
): TraceNode | undefined {
  let low = 0;
  let high = lane.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lane[middle]!.offsetMs <= atMs) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [lane[low - 1], lane[low]];
  if (before && endOf(before) >= atMs - nearMs) return before;
  return after && after.offsetMs <= atMs + nearMs ? after : undefined;
}
