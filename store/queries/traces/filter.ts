import type { Parameters } from '../../client.ts';
import type { Node } from '../../language/ast.ts';
import { spanCondition } from '../../language/spans.ts';

/** Conditions that hold together for one span. */
export interface SpanFilter {
  /** In the query language. */
  readonly query?: Node;
  /** Only spans of kind server (2) and consumer (5), and roots. */
  readonly entry?: boolean;
  readonly service?: string;
  readonly name?: string;
  /** 0 unset, 1 ok, 2 error. */
  readonly statusCode?: number;
  readonly minDurationNs?: bigint;
  readonly attributes?: readonly { readonly key: string; readonly value: string }[];
}

/** The filter as SQL conditions and their parameters; `true` where there are none. */
export function spanConditions(filter: SpanFilter): { sql: string; parameters: Parameters } {
  const conditions: string[] = [];
  const parameters: Record<string, unknown> = {};
  if (filter.query !== undefined) {
    const asked = spanCondition(filter.query);
    conditions.push(`(${asked.sql})`);
    Object.assign(parameters, asked.parameters);
  }
  if (filter.entry) {
    conditions.push('(kind IN (2, 5) OR reinterpretAsUInt64(parent_span_id) = 0)');
  }
  if (filter.service !== undefined) {
    conditions.push('service = {service:String}');
    parameters['service'] = filter.service;
  }
  if (filter.name !== undefined) {
    conditions.push('name = {name:String}');
    parameters['name'] = filter.name;
  }
  if (filter.statusCode !== undefined) {
    conditions.push('status_code = {statusCode:UInt8}');
    parameters['statusCode'] = filter.statusCode;
  }
  if (filter.minDurationNs !== undefined) {
    conditions.push('duration_ns >= {minDurationNs:Int64}');
    parameters['minDurationNs'] = String(filter.minDurationNs);
  }
  for (const [index, { key, value }] of (filter.attributes ?? []).entries()) {
    const [k, v] = [`{key${index}:String}`, `{value${index}:String}`];
    // The first half is the truth for any value but the empty one; the second is what the index
    // answers, and looked at where the first holds.
    conditions.push(`attributes[${k}] = ${v} AND has(attribute_hashes, cityHash64(${k}, ${v}))`);
    parameters[`key${index}`] = key;
    parameters[`value${index}`] = value;
  }
  return { sql: conditions.length === 0 ? 'true' : conditions.join(' AND '), parameters };
}
