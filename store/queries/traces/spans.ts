import type { Questionable } from '../../client.ts';
import { ATTRIBUTE_COLUMNS, type AttributeRow, SCOPE_COLUMNS, type ScopeRow } from '../columns.ts';
import { rangeParameters, type TimeRange, TRACE_ID, within } from '../time.ts';

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

/** The spans of a trace, earliest first; the range is that of `traceTimes`. */
export function traceSpans(
  store: Questionable,
  traceId: string,
  range: TimeRange,
  limit: number,
): Promise<SpanRow[]> {
  return store.rows<SpanRow>(
    `SELECT
       lower(hex(span_id)) AS spanId,
       lower(hex(parent_span_id)) AS parentSpanId,
       trace_state AS traceState,
       flags,
       service,
       resource_id AS resourceId,
       name,
       kind,
       toUnixTimestamp64Nano(start_time) AS startTimeUnixNano,
       duration_ns AS durationNs,
       status_code AS statusCode,
       status_message AS statusMessage,
       correlation_id AS correlationId,
       ${ATTRIBUTE_COLUMNS},
       dropped_attributes_count AS droppedAttributesCount,
       ${SCOPE_COLUMNS},
       arrayMap(time -> toUnixTimestamp64Nano(time), \`events.time\`) AS eventTimes,
       \`events.name\` AS eventNames,
       arrayMap(map -> mapKeys(map), \`events.attributes\`) AS eventAttributeKeys,
       arrayMap(map -> mapValues(map), \`events.attributes\`) AS eventAttributeValues,
       \`events.attribute_types\` AS eventAttributeTypes,
       \`events.dropped_attributes_count\` AS eventDroppedAttributesCounts,
       dropped_events_count AS droppedEventsCount,
       arrayMap(id -> lower(hex(id)), \`links.trace_id\`) AS linkTraceIds,
       arrayMap(id -> lower(hex(id)), \`links.span_id\`) AS linkSpanIds,
       \`links.trace_state\` AS linkTraceStates,
       \`links.flags\` AS linkFlags,
       arrayMap(map -> mapKeys(map), \`links.attributes\`) AS linkAttributeKeys,
       arrayMap(map -> mapValues(map), \`links.attributes\`) AS linkAttributeValues,
       \`links.attribute_types\` AS linkAttributeTypes,
       \`links.dropped_attributes_count\` AS linkDroppedAttributesCounts,
       dropped_links_count AS droppedLinksCount
     FROM spans
     WHERE ${within('start_time')} AND trace_id = ${TRACE_ID}
     ORDER BY start_time, span_id
     LIMIT {limit:UInt32}`,
    { ...rangeParameters(range), traceId, limit },
  );
}
