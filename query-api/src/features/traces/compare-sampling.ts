import { type Sampling, SLICE_MS, type Sides } from '@nunchi/store/queries/traces/compare/sides';
import type { SideCounts } from '@nunchi/store/queries/traces/compare/counts';

/** What looking at attributes may cost. */
export interface SampleLimits {
  /** Most spans of a side that are looked at; what more would tell, nobody would see. */
  readonly spans: number;
  /** From about how many spans in a time on, only slices of that time are read. */
  readonly read: number;
}

export const SAMPLE_LIMITS: SampleLimits = { spans: 200_000, read: 1_000_000 };

/** Fewer slices would not stand for the whole time. */
const FEWEST_SLICES = 12;

/** Which part of two sides of these sizes is looked at. */
export function samplingOf(
  { range, selection }: Sides,
  sizes: SideCounts,
  limits: SampleLimits = SAMPLE_LIMITS,
): Sampling {
  const { from = range.from, to = range.to } = selection;
  const length = Number(range.to - range.from) / 1e6;
  const selectedLength = Math.max(0, Math.min(length, Number(to - from) / 1e6));
  const all = sizes.selected + sizes.rest;
  const side = (spans: number, lengthMs: number) => {
    const inThatTime = all * (lengthMs / length);
    const most = Math.max(1, Math.floor(lengthMs / SLICE_MS / FEWEST_SLICES));
    const slices = Math.min(most, Math.ceil(Math.max(1, inThatTime / limits.read)));
    return { slices, spans: Math.max(1, Math.ceil(spans / slices / limits.spans)) };
  };
  return { selected: side(sizes.selected, selectedLength), rest: side(sizes.rest, length) };
}

export const isPartial = ({ selected, rest }: Sampling): boolean =>
  [selected, rest].some(({ slices, spans }) => slices > 1 || spans > 1);

/** About how many spans that is. */
export function expectedSizes(sampling: Sampling, sizes: SideCounts): SideCounts {
  const of = (side: 'selected' | 'rest') =>
    Math.max(1, sizes[side] / (sampling[side].slices * sampling[side].spans));
  return { selected: of('selected'), rest: of('rest') };
}
