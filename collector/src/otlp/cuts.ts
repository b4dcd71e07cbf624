import type { Slice } from './slice.ts';

/** What can be left out of a record that is taken, as the metric `cut` names it. */
export type CutReason = 'attributes' | 'events' | 'links' | 'exemplars' | 'value' | 'series';

const NOTHING: ReadonlyMap<CutReason, number> = new Map();

/** Counts what is left out of the records of one request. Reused. */
export class Cuts {
  attributes = 0;
  events = 0;
  links = 0;
  exemplars = 0;
  value = 0;
  /** Points that went to an overflow series. */
  series = 0;

  clear(): void {
    this.attributes = this.events = this.links = 0;
    this.exemplars = this.value = this.series = 0;
  }

  /** What was left out, and how often; a copy. */
  get byReason(): ReadonlyMap<CutReason, number> {
    const { attributes, events, links, exemplars, value, series } = this;
    if (attributes + events + links + exemplars + value + series === 0) return NOTHING;
    const all = Object.entries({ attributes, events, links, exemplars, value, series });
    return new Map(all.filter(([, count]) => count > 0) as [CutReason, number][]);
  }
}

/** Where a text that starts at `start` ends when it may have `most` bytes: between two characters. */
export function endOfText(bytes: Buffer, start: number, end: number, most: number): number {
  if (end - start <= most) return end;
  const cut = start + most;
  // A character of UTF-8 has at most three bytes that continue it. More of them are not UTF-8.
  for (let at = cut; at > cut - 4 && at > start; at--) {
    if (((bytes[at] as number) & 0xc0) !== 0x80) return at;
  }
  return cut;
}

/** Leaves out the end of a text that is longer than `most` bytes. */
export function cutText(bytes: Buffer, text: Slice, most: number, cuts: Cuts): void {
  if (text.end - text.start <= most) return;
  text.end = endOfText(bytes, text.start, text.end, most);
  cuts.value += 1;
}

const MAX_UINT32 = 0xffff_ffff;

/** A sender's own count of what it dropped, with what is dropped here. */
export const addDropped = (count: number, over: number): number =>
  over === 0 ? count : Math.min((count >>> 0) + over, MAX_UINT32);
