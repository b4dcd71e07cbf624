import { ATTRIBUTE_COLUMNS, type AttributeRow, SCOPE_COLUMNS, type ScopeRow } from '../columns.ts';

export interface LogRow extends AttributeRow, ScopeRow {
  readonly timeUnixNano: string;
  readonly observedTimeUnixNano: string;
  readonly service: string;
  readonly resourceId: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly eventName: string;
  readonly body: string;
  readonly bodyType: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly flags: number;
  /** Empty when the record carries none. */
  readonly correlationId: string;
  readonly droppedAttributesCount: number;
}

/** SQL: the columns of a {@link LogRow}. */
export const LOG_COLUMNS = `
  toUnixTimestamp64Nano(time) AS timeUnixNano,
  toUnixTimestamp64Nano(observed_time) AS observedTimeUnixNano,
  service,
  resource_id AS resourceId,
  severity_number AS severityNumber,
  severity_text AS severityText,
  event_name AS eventName,
  body,
  body_type AS bodyType,
  lower(hex(trace_id)) AS traceId,
  lower(hex(span_id)) AS spanId,
  flags,
  correlation_id AS correlationId,
  ${ATTRIBUTE_COLUMNS},
  dropped_attributes_count AS droppedAttributesCount,
  ${SCOPE_COLUMNS}`;

/**
 * SQL: a hash of everything that a {@link LogRow} shows, the time apart. Two records with the same
 * time and hash are the same to a reader, so their order does not matter.
 */
export const LOG_HASH = `cityHash64(
  observed_time, service, resource_id, severity_number, severity_text, event_name, body, body_type,
  trace_id, span_id, flags, correlation_id, attributes, attribute_types, dropped_attributes_count,
  scope_name, scope_version, scope_schema_url, scope_attributes, scope_attribute_types,
  scope_dropped_attributes_count)`;
