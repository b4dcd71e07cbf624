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

/** One of how many spans is looked at, on either side. */
export interface Sampling {
  readonly selected: number;
  readonly rest: number;
}

export const EVERY_SPAN: Sampling = { selected: 1, rest: 1 };

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

/** The same spans are looked at each time: by their ids. */
export function sampledSql(sides: SidesSql, { selected, rest }: Sampling): SidesSql {
  if (selected === 1 && rest === 1) return sides;
  const oneOf = `if(${sides.selected}, {selectedOneOf:UInt64}, {restOneOf:UInt64})`;
  return {
    ...sides,
    where: `${sides.where} AND cityHash64(trace_id, span_id) % ${oneOf} = 0`,
    parameters: { ...sides.parameters, selectedOneOf: selected, restOneOf: rest },
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
