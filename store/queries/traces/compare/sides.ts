import type { Parameters } from '../../../client.ts';
import type { Node } from '../../../language/ast.ts';
import { spanCondition } from '../../../language/spans.ts';
import { rangeParameters, type TimeRange, within } from '../../time.ts';
import { type SpanFilter, spanConditions } from '../filter.ts';

/** What of some spans is compared with the rest of them; conditions that hold together. */
export interface Selection {
  readonly from?: bigint;
  readonly to?: bigint;
  readonly minDurationNs?: bigint;
  /** Exclusive. */
  readonly maxDurationNs?: bigint;
  readonly query?: Node;
}

/** Spans, and which of them are selected. */
export interface Sides {
  readonly range: TimeRange;
  readonly filter: SpanFilter;
  readonly selection: Selection;
}

/** What of a side is looked at: one of so many slices of time, and there one of so many spans. */
export interface SideSampling {
  readonly slices: number;
  readonly spans: number;
}

export interface Sampling {
  readonly selected: SideSampling;
  readonly rest: SideSampling;
}

/** The table is sorted by time, so a slice is a run of rows, and of others the time alone is read. */
export const SLICE_MS = 300_000;

/** SQL of the two sides, over rows of `spans`. */
export interface SidesSql {
  /** Whether a span is of either. */
  readonly where: string;
  /** Whether it is selected. */
  readonly selected: string;
  readonly parameters: Parameters;
}

export function sidesSql({ range, filter, selection }: Sides): SidesSql {
  const conditions = spanConditions(filter);
  const selected = selectionSql(selection);
  return {
    where: `${within('start_time')} AND ${conditions.sql}`,
    selected: selected.sql,
    parameters: { ...rangeParameters(range), ...conditions.parameters, ...selected.parameters },
  };
}

/** The same spans are looked at each time: by when they began, and by their ids. */
export function sampledSql(sides: SidesSql, { selected, rest }: Sampling): SidesSql {
  const slice = 'cityHash64(toStartOfFiveMinutes(toDateTime(start_time)))';
  const oneOf = (name: string) =>
    `if(${sides.selected}, {selected${name}:UInt64}, {rest${name}:UInt64})`;
  const conditions = [
    sides.where,
    ...(selected.slices > 1 || rest.slices > 1 ? [`${slice} % ${oneOf('Slices')} = 0`] : []),
    ...(selected.spans > 1 || rest.spans > 1
      ? [`cityHash64(span_id) % ${oneOf('Spans')} = 0`]
      : []),
  ];
  return {
    ...sides,
    where: conditions.join(' AND '),
    parameters: {
      ...sides.parameters,
      selectedSlices: selected.slices,
      selectedSpans: selected.spans,
      restSlices: rest.slices,
      restSpans: rest.spans,
    },
  };
}

function selectionSql(selection: Selection): { sql: string; parameters: Parameters } {
  const { from, to, minDurationNs, maxDurationNs, query } = selection;
  const conditions: string[] = [];
  const parameters: Record<string, unknown> = {};
  const bound = (sql: string, name: string, value: bigint | undefined) => {
    if (value === undefined) return;
    conditions.push(sql);
    parameters[name] = String(value);
  };
  const time = (name: string) => `fromUnixTimestamp64Nano({${name}:Int64}, 'UTC')`;
  bound(`start_time >= ${time('selectedFrom')}`, 'selectedFrom', from);
  bound(`start_time < ${time('selectedTo')}`, 'selectedTo', to);
  bound('duration_ns >= {selectedMin:Int64}', 'selectedMin', minDurationNs);
  bound('duration_ns < {selectedMax:Int64}', 'selectedMax', maxDurationNs);
  if (query !== undefined) {
    const asked = spanCondition(query, 's');
    conditions.push(asked.sql);
    Object.assign(parameters, asked.parameters);
  }
  return { sql: `(${conditions.length === 0 ? 'true' : conditions.join(' AND ')})`, parameters };
}
