import type { Parameters } from '../../client.ts';
import type { Node } from '../../language/ast.ts';
import { logCondition } from '../../language/logs.ts';
import { isTraceId, TRACE_ID } from '../time.ts';

/** Conditions that hold together for one log record. */
export interface LogFilter {
  /** In the query language. */
  readonly query?: Node;
  readonly service?: string;
  readonly minSeverity?: number;
  /** Part of the body, in any case of letters. */
  readonly text?: string;
  readonly traceId?: string;
  /** Also finds records without a correlation id whose trace id it is. */
  readonly correlationId?: string;
}

/** The filter as SQL conditions and their parameters; `true` where there are none. */
export function logConditions(filter: LogFilter): { sql: string; parameters: Parameters } {
  const conditions: string[] = [];
  const parameters: Record<string, unknown> = {};
  if (filter.query !== undefined) {
    const asked = logCondition(filter.query);
    conditions.push(`(${asked.sql})`);
    Object.assign(parameters, asked.parameters);
  }
  if (filter.service !== undefined) {
    conditions.push('service = {service:String}');
    parameters['service'] = filter.service;
  }
  if (filter.minSeverity !== undefined) {
    conditions.push('severity_number >= {minSeverity:UInt8}');
    parameters['minSeverity'] = filter.minSeverity;
  }
  if (filter.traceId !== undefined) {
    conditions.push(`trace_id = ${TRACE_ID}`);
    parameters['traceId'] = filter.traceId;
  }
  if (filter.correlationId !== undefined) {
    const carries = 'correlation_id = {correlationId:String}';
    const stands =
      "correlation_id = '' AND trace_id = toFixedString(unhex({correlationId:String}), 16)";
    conditions.push(isTraceId(filter.correlationId) ? `(${carries} OR (${stands}))` : carries);
    parameters['correlationId'] = filter.correlationId;
  }
  if (filter.text !== undefined) {
    conditions.push('positionCaseInsensitiveUTF8(body, {text:String}) > 0');
    parameters['text'] = filter.text;
  }
  return { sql: conditions.length === 0 ? 'true' : conditions.join(' AND '), parameters };
}
