import type { SpanRow } from '@nunchi/store/queries/traces/spans';
import type { TraceSummaryRow } from '@nunchi/store/queries/traces/summaries';
import type { Static } from 'typebox';
import type { Span, SpanEvent, SpanLink, TraceSummary } from '../schemas/span.ts';
import { decodeAttributes } from './attributes.ts';
import type { Resources } from './resources.ts';
import { idOrNull, toScope } from './scope.ts';

/** The names of OTLP's kinds of span, by their numbers. */
export const KINDS = [
  'unspecified',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
] as const;
/** The names of OTLP's status codes, by their numbers. */
export const STATUSES = ['unset', 'ok', 'error'] as const;

const NANOS_PER_MILLISECOND = 1e6;
export const toMilliseconds = (nanos: string | number): number =>
  Number(nanos) / NANOS_PER_MILLISECOND;

export function toSpan(row: SpanRow, traceId: string, resources: Resources): Static<typeof Span> {
  const decoded = decodeAttributes(row.attributeKeys, row.attributeValues, row.attributeTypes);
  const resource = resources(row.resourceId);
  return {
    spanId: row.spanId,
    parentSpanId: idOrNull(row.parentSpanId),
    traceState: row.traceState,
    flags: row.flags,
    service: row.service,
    name: row.name,
    kind: KINDS[row.kind] ?? 'unspecified',
    startTimeUnixNano: row.startTimeUnixNano,
    endTimeUnixNano: String(BigInt(row.startTimeUnixNano) + BigInt(row.durationNs)),
    durationMs: toMilliseconds(row.durationNs),
    status: STATUSES[row.statusCode] ?? 'unset',
    statusMessage: row.statusMessage,
    correlationId: row.correlationId || traceId,
    attributes: decoded.attributes,
    attributeTypes: decoded.types,
    droppedAttributesCount: row.droppedAttributesCount,
    resource: resource.attributes,
    resourceTypes: resource.types,
    scope: toScope(row),
    events: row.eventTimes.map((_, index) => toEvent(row, index)),
    droppedEventsCount: row.droppedEventsCount,
    links: row.linkTraceIds.map((_, index) => toLink(row, index)),
    droppedLinksCount: row.droppedLinksCount,
  };
}

function toEvent(row: SpanRow, index: number): Static<typeof SpanEvent> {
  const decoded = decodeAttributes(
    row.eventAttributeKeys[index] ?? [],
    row.eventAttributeValues[index] ?? [],
    row.eventAttributeTypes[index] ?? '',
  );
  return {
    timeUnixNano: row.eventTimes[index] ?? '0',
    name: row.eventNames[index] ?? '',
    attributes: decoded.attributes,
    attributeTypes: decoded.types,
    droppedAttributesCount: row.eventDroppedAttributesCounts[index] ?? 0,
  };
}

function toLink(row: SpanRow, index: number): Static<typeof SpanLink> {
  const decoded = decodeAttributes(
    row.linkAttributeKeys[index] ?? [],
    row.linkAttributeValues[index] ?? [],
    row.linkAttributeTypes[index] ?? '',
  );
  return {
    traceId: row.linkTraceIds[index] ?? '',
    spanId: row.linkSpanIds[index] ?? '',
    traceState: row.linkTraceStates[index] ?? '',
    flags: row.linkFlags[index] ?? 0,
    attributes: decoded.attributes,
    attributeTypes: decoded.types,
    droppedAttributesCount: row.linkDroppedAttributesCounts[index] ?? 0,
  };
}

export function toTraceSummary(row: TraceSummaryRow): Static<typeof TraceSummary> {
  return {
    traceId: row.traceId,
    correlationId: row.correlationId || row.traceId,
    rootService: row.rootService,
    rootName: row.rootName,
    startTimeUnixNano: row.startTimeUnixNano,
    durationMs: toMilliseconds(row.durationNs),
    spans: Number(row.spans),
    errors: Number(row.errors),
    services: [...row.services],
  };
}
