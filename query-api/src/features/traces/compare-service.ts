import type { Questionable } from '@nunchi/store';
import { type SideCounts, sideCounts } from '@nunchi/store/queries/traces/compare/counts';
import type { Selection, Sides } from '@nunchi/store/queries/traces/compare/sides';
import { fieldsOfSides } from '@nunchi/store/queries/traces/compare/values';
import type { Static } from 'typebox';
import { ApiError } from '../../errors.ts';
import { readQuery } from '../../model/filters.ts';
import { parseRange, parseTime } from '../../model/time.ts';
import { rankFields } from './compare-model.ts';
import type { CompareBody, CompareReply } from './compare-schema.ts';
import { countsEntries, toFilter, toNanoseconds } from './filter.ts';

type Body = Static<typeof CompareBody>;

/** Most spans of a side that are looked at; what more would tell, nobody would see. */
export const MOST_SPANS = 200_000;
const DEFAULT_LIMIT = 30;

/** Fields whose values are more frequent in the selection than in the rest, or less. */
export async function compareSpans(
  store: Questionable,
  body: Body,
  now: number,
  mostSpans = MOST_SPANS,
): Promise<Static<typeof CompareReply>> {
  const sides = toSides(body, now);
  const all = await sideCounts(store, sides);
  // Without two sides there is nothing to compare.
  if (all.selected === 0 || all.rest === 0) return { ...all, sampled: false, fields: [] };
  const sampling = {
    selected: Math.ceil(all.selected / mostSpans),
    rest: Math.ceil(all.rest / mostSpans),
  };
  const sampled = sampling.selected > 1 || sampling.rest > 1;
  const [looked, rows] = await Promise.all([
    sampled ? sideCounts(store, sides, sampling) : all,
    fieldsOfSides(store, { sides, sampling, ...expected(all, sampling) }),
  ]);
  return { ...all, sampled, fields: rankFields(rows, looked, all, body.limit ?? DEFAULT_LIMIT) };
}

const expected = (all: SideCounts, sampling: SideCounts): SideCounts => ({
  selected: all.selected / sampling.selected,
  rest: all.rest / sampling.rest,
});

function toSides(body: Body, now: number): Sides {
  const { from = 'now-15m', to = 'now', q, spans, selection } = body;
  const query = q === undefined ? undefined : readQuery(q, 'traces', { pointer: '/q' });
  const selected =
    selection.q === undefined
      ? undefined
      : readQuery(selection.q, 'traces', { pointer: '/selection/q' });
  return {
    range: parseRange({ from, to }, now),
    filter: { ...toFilter(body, query), entry: countsEntries(spans, [query, selected]) },
    selection: { ...bounds(selection, now), ...(selected && { query: selected }) },
  };
}

function bounds(selection: Body['selection'], now: number): Selection {
  const { from, to, minDurationMs, maxDurationMs } = selection;
  return {
    ...(from !== undefined && { from: selectedTime(from, '/selection/from', now) }),
    ...(to !== undefined && { to: selectedTime(to, '/selection/to', now) }),
    ...(minDurationMs !== undefined && { minDurationNs: toNanoseconds(minDurationMs) }),
    ...(maxDurationMs !== undefined && { maxDurationNs: toNanoseconds(maxDurationMs) }),
  };
}

function selectedTime(text: string, pointer: string, now: number): bigint {
  const time = parseTime(text, now);
  if (time !== undefined) return time;
  throw new ApiError(
    'invalid_time',
    `${text} is not a time between 1970 and 2106, e.g. 2026-01-31T12:00:00Z, epoch milliseconds, or now-15m`,
    { place: { pointer } },
  );
}
