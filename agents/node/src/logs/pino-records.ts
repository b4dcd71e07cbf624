import { type Context, context, type HrTime } from '@opentelemetry/api';
import { type AnyValueMap, type LogRecord, SeverityNumber } from '@opentelemetry/api-logs';
import { millisToHrTime } from '@opentelemetry/core';
import { CORRELATION_KEY, PRINTED_KEY } from '../correlation/id.ts';
import { correlationOf } from '../correlation/scope.ts';
import { exceptionAt } from './exception.ts';
import { SPAN_FIELDS } from './intake.ts';
import { boundJson, MAX_MEMBERS } from './values.ts';

type Fields = Record<string, unknown>;
type TimeFunction = () => string;
export interface PinoLogger extends Record<symbol, unknown> {
  readonly levels: { readonly labels: Readonly<Record<number, string>>; readonly values: object };
}
/** What pino itself shows; the symbols are not the same in each copy of it. */
export interface PinoParts {
  readonly symbols: Readonly<
    Record<'timeSym' | 'messageKeySym' | 'errorKeySym' | 'mixinSym' | 'streamSym', symbol>
  >;
  readonly stdTimeFunctions: Readonly<
    Record<'epochTime' | 'unixTime' | 'isoTime', TimeFunction> & { isoTimeNano?: TimeFunction }
  >;
}

const EVENT_NAME = 'otel.event.name';
/** In fields of their own, or of the resource. */
const NO_ATTRIBUTES = ['', 'level', 'time', 'hostname', 'pid', ...SPAN_FIELDS, PRINTED_KEY];

/** Reads the lines that one logger and its children write: what they are is in its options. */
export class PinoReader {
  readonly #messageKey: string;
  readonly #errorKey: string;
  readonly #noAttributes: ReadonlySet<string>;
  readonly #millisOf: (time: unknown) => number;

  constructor(logger: PinoLogger, { symbols, stdTimeFunctions }: PinoParts) {
    this.#messageKey = logger[symbols.messageKeySym] as string;
    // Before pino 8 it was no option.
    this.#errorKey = (logger[symbols.errorKeySym] as string | undefined) ?? 'err';
    this.#noAttributes = new Set([...NO_ATTRIBUTES, EVENT_NAME, this.#messageKey, this.#errorKey]);
    this.#millisOf = millisOf(logger[symbols.timeSym], stdTimeFunctions);
  }

  /** `level` and `logger` are those of the record; a child may have levels of its own. */
  recordOf(line: string, level: number, logger: PinoLogger): LogRecord {
    const fields: unknown = JSON.parse(line);
    if (!isFields(fields)) throw new TypeError('a line of pino is no object');
    const active = context.active();
    const attributes = this.#attributesOf(fields, active);
    const { time, [EVENT_NAME]: eventName } = fields;
    const timestamp = this.#timestampOf(time, attributes);
    const exception = exceptionAt(fields[this.#errorKey]);
    if (!exception) this.#keep(this.#errorKey, fields, attributes);
    const record: LogRecord = {
      timestamp,
      observedTimestamp: timestamp,
      severityNumber: severityOf(level),
      severityText: logger.levels.labels[level] ?? String(level),
      body: boundJson(fields[this.#messageKey]),
      attributes,
      exception,
      context: active,
    };
    if (typeof eventName === 'string') record.eventName = eventName;
    return record;
  }

  #attributesOf(fields: Fields, active: Context): AnyValueMap {
    const attributes: AnyValueMap = {};
    // Here and not by the processor: what was printed of it would be there twice.
    const id = correlationOf(active);
    if (id !== undefined) attributes[CORRELATION_KEY] = id;
    let members = 0;
    for (const key in fields) {
      if (this.#noAttributes.has(key)) continue;
      if (++members > MAX_MEMBERS) break;
      const value = fields[key];
      if (value !== null) attributes[key] = boundJson(value);
    }
    // What the application has put there itself stays.
    if (fields[PRINTED_KEY] !== id) this.#keep(PRINTED_KEY, fields, attributes);
    return attributes;
  }

  #keep(key: string, fields: Fields, attributes: AnyValueMap): void {
    const value = fields[key];
    if (value !== undefined && value !== null) attributes[key] = boundJson(value);
  }

  /** As pairs: plain numbers before the start of the process would count from there. */
  #timestampOf(time: unknown, attributes: AnyValueMap): HrTime {
    const millis = this.#millisOf(time);
    if (!Number.isNaN(millis)) return millisToHrTime(millis);
    if (time !== undefined && time !== null) attributes['time'] = boundJson(time);
    return millisToHrTime(Date.now());
  }
}

function isFields(parsed: unknown): parsed is Fields {
  return typeof parsed === 'object' && parsed !== null;
}

/** Of a time function that is the application's own, nothing is guessed. */
function millisOf(
  used: unknown,
  { epochTime, unixTime, isoTime, isoTimeNano }: PinoParts['stdTimeFunctions'],
): (time: unknown) => number {
  if (used === epochTime) return (time) => (typeof time === 'number' ? time : NaN);
  if (used === unixTime) return (time) => (typeof time === 'number' ? time * 1000 : NaN);
  if (used === isoTime || (isoTimeNano && used === isoTimeNano)) {
    return (time) => (typeof time === 'string' ? Date.parse(time) : NaN);
  }
  return () => NaN;
}

/**
 * Pino's tens are OpenTelemetry's steps of four. What is between them, from 10 to 70, are the 18
 * numbers that have no name of their own there: TRACE2 to FATAL4.
 */
function severityOf(level: number): SeverityNumber {
  if (level >= 10 && level <= 60 && level % 10 === 0) return 1 + ((level - 10) / 10) * 4;
  const at = Math.min(17, Math.max(0, Math.floor(((level - 10) / 60) * 18)));
  return SeverityNumber.TRACE2 + 4 * Math.floor(at / 3) + (at % 3) || SeverityNumber.UNSPECIFIED;
}
