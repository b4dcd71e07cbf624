import type { LogRow } from '@nunchi/store/queries/logs/row';
import type { Static } from 'typebox';
import type { LogRecord } from '../schemas/log.ts';
import { decodeAttributes, decodeBody } from './attributes.ts';
import type { Resources } from './resources.ts';
import { idOrNull, toScope } from './scope.ts';

export function toLogRecord(row: LogRow, resources: Resources): Static<typeof LogRecord> {
  const decoded = decodeAttributes(row.attributeKeys, row.attributeValues, row.attributeTypes);
  const resource = resources(row.resourceId);
  const traceId = idOrNull(row.traceId);
  return {
    timeUnixNano: row.timeUnixNano,
    observedTimeUnixNano: row.observedTimeUnixNano,
    service: row.service,
    severityNumber: row.severityNumber,
    severityText: row.severityText,
    eventName: row.eventName,
    body: decodeBody(row.body, row.bodyType),
    traceId,
    spanId: idOrNull(row.spanId),
    flags: row.flags,
    correlationId: row.correlationId || traceId,
    attributes: decoded.attributes,
    attributeTypes: decoded.types,
    droppedAttributesCount: row.droppedAttributesCount,
    resource: resource.attributes,
    resourceTypes: resource.types,
    scope: toScope(row),
  };
}
