import type { Questionable } from '../../client.ts';
import { ATTRIBUTE_FIELDS, type AttributeRow, SCOPE_FIELDS, type ScopeRow } from '../columns.ts';
import { TRACE_ID } from '../time.ts';

export interface SpanRow extends AttributeRow, ScopeRow {
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly flags: number;
  readonly service: string;
  readonly resourceId: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly durationNs: string;
  readonly statusCode: number;
  readonly statusMessage: string;
  readonly correlationId: string;
  readonly droppedAttributesCount: number;
  readonly eventTimes: readonly string[];
  readonly eventNames: readonly string[];
  readonly eventAttributeKeys: readonly (readonly string[])[];
  readonly eventAttributeValues: readonly (readonly string[])[];
  readonly eventAttributeTypes: readonly string[];
  readonly eventDroppedAttributesCounts: readonly number[];
  readonly droppedEventsCount: number;
  readonly linkTraceIds: readonly string[];
  readonly linkSpanIds: readonly string[];
  readonly linkTraceStates: readonly string[];
  readonly linkFlags: readonly number[];
  readonly linkAttributeKeys: readonly (readonly string[])[];
  readonly linkAttributeValues: readonly (readonly string[])[];
  readonly linkAttributeTypes: readonly string[];
  readonly linkDroppedAttributesCounts: readonly number[];
  readonly droppedLinksCount: number;
}

/** SQL of each field of a {@link SpanRow}. */
const FIELDS: Readonly<Record<keyof SpanRow, string>> = {
  spanId: 'lower(hex(span_id))',
  parentSpanId: 'lower(hex(parent_span_id))',
  traceState: 'trace_state',
  flags: 'flags',
  service: 'service',
  resourceId: 'resource_id',
  name: 'name',
  kind: 'kind',
  startTimeUnixNano: 'toUnixTimestamp64Nano(start_time)',
  durationNs: 'duration_ns',
  statusCode: 'status_code',
  statusMessage: 'status_message',
  correlationId: 'correlation_id',
  ...ATTRIBUTE_FIELDS,
  droppedAttributesCount: 'dropped_attributes_count',
  ...SCOPE_FIELDS,
  eventTimes: 'arrayMap(time -> toUnixTimestamp64Nano(time), `events.time`)',
  eventNames: '`events.name`',
  eventAttributeKeys: 'arrayMap(map -> mapKeys(map), `events.attributes`)',
  eventAttributeValues: 'arrayMap(map -> mapValues(map), `events.attributes`)',
  eventAttributeTypes: '`events.attribute_types`',
  eventDroppedAttributesCounts: '`events.dropped_attributes_count`',
  droppedEventsCount: 'dropped_events_count',
  linkTraceIds: 'arrayMap(id -> lower(hex(id)), `links.trace_id`)',
  linkSpanIds: 'arrayMap(id -> lower(hex(id)), `links.span_id`)',
  linkTraceStates: '`links.trace_state`',
  linkFlags: '`links.flags`',
  linkAttributeKeys: 'arrayMap(map -> mapKeys(map), `links.attributes`)',
  linkAttributeValues: 'arrayMap(map -> mapValues(map), `links.attributes`)',
  linkAttributeTypes: '`links.attribute_types`',
  linkDroppedAttributesCounts: '`links.dropped_attributes_count`',
  droppedLinksCount: 'dropped_links_count',
};

const NAMES = Object.keys(FIELDS);

const TIMES = `FROM trace_times WHERE trace_id = ${TRACE_ID}`;

/**
 * The spans of a trace, earliest first. They come as tuples: the names of the fields, again with
 * every span, would be most of what is sent and read.
 */
export async function traceSpans(
  store: Questionable,
  traceId: string,
  limit: number,
): Promise<SpanRow[]> {
  const found = await store.rows<{ span: readonly unknown[] }>(
    `SELECT tuple(${Object.values(FIELDS).join(', ')}) AS span
     FROM spans
     WHERE trace_id = ${TRACE_ID}
       AND start_time >= (SELECT min(first_time) ${TIMES})
       AND start_time <= (SELECT max(last_time) ${TIMES})
     ORDER BY start_time, span_id
     LIMIT {limit:UInt32}`,
    { traceId, limit },
    // A tuple of columns has their names in some versions of ClickHouse.
    { settings: { output_format_json_named_tuples_as_objects: 0 } },
  );
  return found.map(({ span }) => toRow(span));
}

function toRow(values: readonly unknown[]): SpanRow {
  const row: Record<string, unknown> = {};
  for (let at = 0; at < NAMES.length; at++) row[NAMES[at]!] = values[at];
  return row as unknown as SpanRow;
}
