export interface LogRow {
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
  readonly attributeKeys: readonly string[];
  readonly attributeValues: readonly string[];
  readonly attributeTypes: string;
  readonly droppedAttributesCount: number;
  readonly scopeName: string;
  readonly scopeVersion: string;
  readonly scopeSchemaUrl: string;
  readonly scopeAttributeKeys: readonly string[];
  readonly scopeAttributeValues: readonly string[];
  readonly scopeAttributeTypes: string;
  readonly scopeDroppedAttributesCount: number;
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
  mapKeys(attributes) AS attributeKeys,
  mapValues(attributes) AS attributeValues,
  attribute_types AS attributeTypes,
  dropped_attributes_count AS droppedAttributesCount,
  scope_name AS scopeName,
  scope_version AS scopeVersion,
  scope_schema_url AS scopeSchemaUrl,
  mapKeys(scope_attributes) AS scopeAttributeKeys,
  mapValues(scope_attributes) AS scopeAttributeValues,
  scope_attribute_types AS scopeAttributeTypes,
  scope_dropped_attributes_count AS scopeDroppedAttributesCount`;

/**
 * SQL: a hash of everything that a {@link LogRow} shows, the time apart. Two records with the same
 * time and hash are the same to a reader, so their order does not matter.
 */
export const LOG_HASH = `cityHash64(
  observed_time, service, resource_id, severity_number, severity_text, event_name, body, body_type,
  trace_id, span_id, flags, correlation_id, attributes, attribute_types, dropped_attributes_count,
  scope_name, scope_version, scope_schema_url, scope_attributes, scope_attribute_types,
  scope_dropped_attributes_count)`;
