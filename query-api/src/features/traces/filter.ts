import type { Node } from '@nunchi/store/language/ast';
import type { SpanFilter } from '@nunchi/store/queries/traces/filter';
import { keyAndValue } from '../../model/filters.ts';
import { STATUSES } from '../../model/span.ts';

const LARGEST_INT64 = 9_223_372_036_854_775_807n;

/** The filters of a question about spans, but for its query. */
interface PlainFilters {
  readonly service?: string;
  readonly name?: string;
  readonly status?: (typeof STATUSES)[number];
  readonly minDurationMs?: number;
  readonly attribute?: readonly string[];
}

export function toFilter(filters: PlainFilters, query: Node | undefined): SpanFilter {
  const { service, name, status, minDurationMs, attribute } = filters;
  return {
    ...(query !== undefined && { query }),
    ...(service !== undefined && { service }),
    ...(name !== undefined && { name }),
    ...(status !== undefined && { statusCode: STATUSES.indexOf(status) }),
    ...(minDurationMs !== undefined && { minDurationNs: toNanoseconds(minDurationMs) }),
    ...(attribute !== undefined && { attributes: attribute.map(keyAndValue) }),
  };
}

/** No span is longer than a 64-bit integer holds, so what is longer finds nothing either. */
export function toNanoseconds(milliseconds: number): bigint {
  const nanos = Math.round(milliseconds * 1e6);
  return nanos < Number(LARGEST_INT64) ? BigInt(nanos) : LARGEST_INT64;
}

/** Whether only entry spans are counted: unless something else is asked for. */
export function countsEntries(
  spans: 'entry' | 'all' | undefined,
  queries: readonly (Node | undefined)[],
): boolean {
  if (spans !== undefined) return spans === 'entry';
  return !queries.some((query) => query !== undefined && namesKind(query));
}

function namesKind(node: Node): boolean {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.nodes.some(namesKind);
    case 'not':
      return namesKind(node.node);
    case 'text':
      return false;
    default:
      return node.field.kind === 'column' && node.field.name === 'kind';
  }
}
