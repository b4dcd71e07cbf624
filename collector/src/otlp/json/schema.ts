/** How a field is written in OTLP/JSON and which protobuf wire type it has. */
export type FieldKind =
  | 'string'
  | 'bytes' // base64
  | 'id' // hexadecimal: OTLP/JSON's exception from protobuf's JSON mapping
  | 'bool'
  | 'double'
  | 'fixed64'
  | 'sfixed64'
  | 'int64'
  | 'uint64'
  | 'fixed32'
  | 'uint32'
  | 'sint32'
  | Readonly<Record<string, number>> // an enum's names
  | (() => Message);

export interface Field {
  readonly number: number;
  readonly kind: FieldKind;
  readonly repeated?: true;
}

export type Message = Readonly<Record<string, Field>>;

const one = (number: number, kind: FieldKind): Field => ({ number, kind });
const many = (number: number, kind: FieldKind): Field => ({ number, kind, repeated: true });

/*
 * The messages of opentelemetry-proto 1.x, by their names in OTLP/JSON. Fields that are not here
 * are ignored, as the specification wants.
 */

export const anyValue: Message = {
  stringValue: one(1, 'string'),
  boolValue: one(2, 'bool'),
  intValue: one(3, 'int64'),
  doubleValue: one(4, 'double'),
  arrayValue: one(5, () => arrayValue),
  kvlistValue: one(6, () => keyValueList),
  bytesValue: one(7, 'bytes'),
};

export const arrayValue: Message = { values: many(1, () => anyValue) };

export const keyValue: Message = { key: one(1, 'string'), value: one(2, () => anyValue) };

export const keyValueList: Message = { values: many(1, () => keyValue) };

const resource: Message = {
  attributes: many(1, () => keyValue),
  droppedAttributesCount: one(2, 'uint32'),
};

const scope: Message = {
  name: one(1, 'string'),
  version: one(2, 'string'),
  attributes: many(3, () => keyValue),
  droppedAttributesCount: one(4, 'uint32'),
};

const spanKinds = {
  SPAN_KIND_UNSPECIFIED: 0,
  SPAN_KIND_INTERNAL: 1,
  SPAN_KIND_SERVER: 2,
  SPAN_KIND_CLIENT: 3,
  SPAN_KIND_PRODUCER: 4,
  SPAN_KIND_CONSUMER: 5,
};

const statusCodes = { STATUS_CODE_UNSET: 0, STATUS_CODE_OK: 1, STATUS_CODE_ERROR: 2 };

/** SEVERITY_NUMBER_TRACE = 1, …TRACE2 = 2 and so on to …FATAL4 = 24. */
const severities: Readonly<Record<string, number>> = Object.fromEntries([
  ['SEVERITY_NUMBER_UNSPECIFIED', 0],
  ...['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'].flatMap((name, index) =>
    ['', '2', '3', '4'].map((step, offset) => [
      `SEVERITY_NUMBER_${name}${step}`,
      4 * index + offset + 1,
    ]),
  ),
]);

const status: Message = { message: one(2, 'string'), code: one(3, statusCodes) };

const event: Message = {
  timeUnixNano: one(1, 'fixed64'),
  name: one(2, 'string'),
  attributes: many(3, () => keyValue),
  droppedAttributesCount: one(4, 'uint32'),
};

const link: Message = {
  traceId: one(1, 'id'),
  spanId: one(2, 'id'),
  traceState: one(3, 'string'),
  attributes: many(4, () => keyValue),
  droppedAttributesCount: one(5, 'uint32'),
  flags: one(6, 'fixed32'),
};

const span: Message = {
  traceId: one(1, 'id'),
  spanId: one(2, 'id'),
  traceState: one(3, 'string'),
  parentSpanId: one(4, 'id'),
  name: one(5, 'string'),
  kind: one(6, spanKinds),
  startTimeUnixNano: one(7, 'fixed64'),
  endTimeUnixNano: one(8, 'fixed64'),
  attributes: many(9, () => keyValue),
  droppedAttributesCount: one(10, 'uint32'),
  events: many(11, () => event),
  droppedEventsCount: one(12, 'uint32'),
  links: many(13, () => link),
  droppedLinksCount: one(14, 'uint32'),
  status: one(15, () => status),
  flags: one(16, 'fixed32'),
};

const logRecord: Message = {
  timeUnixNano: one(1, 'fixed64'),
  severityNumber: one(2, severities),
  severityText: one(3, 'string'),
  body: one(5, () => anyValue),
  attributes: many(6, () => keyValue),
  droppedAttributesCount: one(7, 'uint32'),
  flags: one(8, 'fixed32'),
  traceId: one(9, 'id'),
  spanId: one(10, 'id'),
  observedTimeUnixNano: one(11, 'fixed64'),
  eventName: one(12, 'string'),
};

const exemplar: Message = {
  filteredAttributes: many(7, () => keyValue),
  timeUnixNano: one(2, 'fixed64'),
  asDouble: one(3, 'double'),
  asInt: one(6, 'sfixed64'),
  spanId: one(4, 'id'),
  traceId: one(5, 'id'),
};

const numberDataPoint: Message = {
  attributes: many(7, () => keyValue),
  startTimeUnixNano: one(2, 'fixed64'),
  timeUnixNano: one(3, 'fixed64'),
  asDouble: one(4, 'double'),
  asInt: one(6, 'sfixed64'),
  exemplars: many(5, () => exemplar),
  flags: one(8, 'uint32'),
};

const histogramDataPoint: Message = {
  attributes: many(9, () => keyValue),
  startTimeUnixNano: one(2, 'fixed64'),
  timeUnixNano: one(3, 'fixed64'),
  count: one(4, 'fixed64'),
  sum: one(5, 'double'),
  bucketCounts: many(6, 'fixed64'),
  explicitBounds: many(7, 'double'),
  exemplars: many(8, () => exemplar),
  flags: one(10, 'uint32'),
  min: one(11, 'double'),
  max: one(12, 'double'),
};

const buckets: Message = { offset: one(1, 'sint32'), bucketCounts: many(2, 'uint64') };

const exponentialHistogramDataPoint: Message = {
  attributes: many(1, () => keyValue),
  startTimeUnixNano: one(2, 'fixed64'),
  timeUnixNano: one(3, 'fixed64'),
  count: one(4, 'fixed64'),
  sum: one(5, 'double'),
  scale: one(6, 'sint32'),
  zeroCount: one(7, 'fixed64'),
  positive: one(8, () => buckets),
  negative: one(9, () => buckets),
  flags: one(10, 'uint32'),
  exemplars: many(11, () => exemplar),
  min: one(12, 'double'),
  max: one(13, 'double'),
  zeroThreshold: one(14, 'double'),
};

const valueAtQuantile: Message = { quantile: one(1, 'double'), value: one(2, 'double') };

const summaryDataPoint: Message = {
  attributes: many(7, () => keyValue),
  startTimeUnixNano: one(2, 'fixed64'),
  timeUnixNano: one(3, 'fixed64'),
  count: one(4, 'fixed64'),
  sum: one(5, 'double'),
  quantileValues: many(6, () => valueAtQuantile),
  flags: one(8, 'uint32'),
};

const temporalities = {
  AGGREGATION_TEMPORALITY_UNSPECIFIED: 0,
  AGGREGATION_TEMPORALITY_DELTA: 1,
  AGGREGATION_TEMPORALITY_CUMULATIVE: 2,
};

const gauge: Message = { dataPoints: many(1, () => numberDataPoint) };
const sum: Message = {
  dataPoints: many(1, () => numberDataPoint),
  aggregationTemporality: one(2, temporalities),
  isMonotonic: one(3, 'bool'),
};
const histogram: Message = {
  dataPoints: many(1, () => histogramDataPoint),
  aggregationTemporality: one(2, temporalities),
};
const exponentialHistogram: Message = {
  dataPoints: many(1, () => exponentialHistogramDataPoint),
  aggregationTemporality: one(2, temporalities),
};
const summary: Message = { dataPoints: many(1, () => summaryDataPoint) };

const metric: Message = {
  name: one(1, 'string'),
  description: one(2, 'string'),
  unit: one(3, 'string'),
  gauge: one(5, () => gauge),
  sum: one(7, () => sum),
  histogram: one(9, () => histogram),
  exponentialHistogram: one(10, () => exponentialHistogram),
  summary: one(11, () => summary),
  metadata: many(12, () => keyValue),
};

/** A whole request: resources of scopes of records. */
function request(resources: string, scopes: string, records: string, record: Message): Message {
  const scopeRecords: Message = {
    scope: one(1, () => scope),
    [records]: many(2, () => record),
    schemaUrl: one(3, 'string'),
  };
  const resourceRecords: Message = {
    resource: one(1, () => resource),
    [scopes]: many(2, () => scopeRecords),
    schemaUrl: one(3, 'string'),
  };
  return { [resources]: many(1, () => resourceRecords) };
}

export const REQUESTS = {
  traces: request('resourceSpans', 'scopeSpans', 'spans', span),
  logs: request('resourceLogs', 'scopeLogs', 'logRecords', logRecord),
  metrics: request('resourceMetrics', 'scopeMetrics', 'metrics', metric),
} as const;
