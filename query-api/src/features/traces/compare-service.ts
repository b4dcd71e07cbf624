import type { Questionable } from '@nunchi/store';
import { attributeFields } from '@nunchi/store/queries/traces/compare/attributes';
import { columnFields } from '@nunchi/store/queries/traces/compare/columns';
import { type SideCounts, sideCounts } from '@nunchi/store/queries/traces/compare/counts';
import type { FieldRow } from '@nunchi/store/queries/traces/compare/field';
import type { Selection, Sides } from '@nunchi/store/queries/traces/compare/sides';
import type { Static } from 'typebox';
import { ApiError } from '../../errors.ts';
import { readQuery } from '../../model/filters.ts';
import { parseRange, parseTime } from '../../model/time.ts';
import { judgeFields, ranked } from './compare-model.ts';
import { expectedSizes, isPartial, SAMPLE_LIMITS, samplingOf } from './compare-sampling.ts';
import type { CompareBody, CompareReply } from './compare-schema.ts';
import { countsEntries, toFilter, toNanoseconds } from './filter.ts';

type Body = Static<typeof CompareBody>;

const DEFAULT_LIMIT = 30;

/** Fields whose values are more frequent in the selection than in the rest, or less. */
export async function compareSpans(
  store: Questionable,
  body: Body,
  now: number,
  limits = SAMPLE_LIMITS,
): Promise<Static<typeof CompareReply>> {
  const sides = toSides(body, now);
  const columns = await columnFields(store, sides);
  const all = sizesOf(columns);
  // Without two sides there is nothing to compare.
  if (all.selected === 0 || all.rest === 0) return { ...all, sampled: false, fields: [] };
  const sampling = samplingOf(sides, all, limits);
  const sampled = isPartial(sampling);
  const [looked, attributes] = await Promise.all([
    sampled ? sideCounts(store, sides, sampling) : all,
    attributeFields(store, sides, sampling, expectedSizes(sampling, all)),
  ]);
  const fields = [...judgeFields(columns, all, all), ...judgeFields(attributes, looked, all)];
  return { ...all, sampled, fields: ranked(fields, body.limit ?? DEFAULT_LIMIT) };
}

/** Every span has a kind. */
function sizesOf(columns: readonly FieldRow[]): SideCounts {
  const row = columns.find(({ kind, key }) => kind === 'column' && key === 'kind');
  return { selected: Number(row?.selected ?? 0), rest: Number(row?.rest ?? 0) };
}

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
