import {
  AttributeMap,
  LowCardinality,
  nanoseconds,
  spanId,
  Text,
  traceId,
  uint32,
  uint8,
} from '../columns/columns.ts';
import { Sink } from '../columns/sink.ts';
import { Table } from '../columns/table.ts';
import { copyValue, STRING } from './any-value.ts';
import { appendAttributes } from './attributes.ts';
import { addDropped, cutText } from './cuts.ts';
import { isId } from './ids.ts';
import {
  MAX_ATTRIBUTES,
  MAX_BODY_BYTES,
  MAX_NAME_BYTES,
  MAX_VALUE_BYTES,
  type RequestLimits,
  TOO_MANY_DAYS,
} from './limits.ts';
import { type Origin, originColumns, OriginWriter } from './origin.ts';
import type { Rejections } from './rejections.ts';
import { emptySlice, readSlice } from './slice.ts';
import { isTooLate, TOO_LATE } from './times.ts';
import { BYTES, FIXED32, FIXED64, Ranges, tag, VARINT, type Wire } from './wire.ts';

// LogRecord in opentelemetry/proto/logs/v1/logs.proto
const TIME = tag(1, FIXED64);
const SEVERITY_NUMBER = tag(2, VARINT);
const SEVERITY_TEXT = tag(3, BYTES);
const BODY = tag(5, BYTES);
const ATTRIBUTE = tag(6, BYTES);
const DROPPED_ATTRIBUTES = tag(7, VARINT);
const FLAGS = tag(8, FIXED32);
const TRACE_ID = tag(9, BYTES);
const SPAN_ID = tag(10, BYTES);
const OBSERVED_TIME = tag(11, FIXED64);
const EVENT_NAME = tag(12, BYTES);

const MAX_SEVERITY = 24;

/** Reads log records from their bytes into the columns of the table `logs`. */
export class LogRows {
  readonly names = {
    resource: 'resource_logs',
    scope: 'scope_logs',
    record: 'log_records',
  } as const;
  readonly table = new Table('logs', {
    time: nanoseconds(),
    observed_time: nanoseconds(),
    trace_id: traceId(),
    span_id: spanId(),
    flags: uint32(),
    ...originColumns(),
    severity_number: uint8(),
    severity_text: new LowCardinality(),
    event_name: new LowCardinality(),
    body: new Text(),
    body_type: new LowCardinality(),
    attributes: new AttributeMap(),
    attribute_types: new LowCardinality(),
    dropped_attributes_count: uint32(),
    correlation_id: new Text(),
  });
  readonly #limits: RequestLimits;
  readonly #origin: OriginWriter;
  readonly #traceId = emptySlice();
  readonly #spanId = emptySlice();
  readonly #severityText = emptySlice();
  readonly #eventName = emptySlice();
  readonly #body = emptySlice();
  readonly #attributes = new Ranges(MAX_ATTRIBUTES);
  readonly #correlation = new Sink(64);
  readonly #text = new Sink(256);

  constructor(limits: RequestLimits) {
    this.#limits = limits;
    this.#origin = new OriginWriter(this.table.columns, limits);
  }

  begin(wire: Wire, origin: Origin): void {
    this.#origin.begin(wire, origin, this.table.rows);
  }

  end(wire: Wire, origin: Origin): void {
    this.#origin.end(wire, origin, this.table.rows);
  }

  /**
   * Appends the LogRecord between `start` and `end`, or says why it is rejected. A record
   * without a time has its observed time, and one without that the time when it was received.
   */
  append(
    wire: Wire,
    start: number,
    end: number,
    received: { readonly low: number; readonly high: number },
    rejections: Rejections,
  ): void {
    for (const part of [
      this.#traceId,
      this.#spanId,
      this.#severityText,
      this.#eventName,
      this.#body,
    ]) {
      part.start = part.end = 0;
    }
    this.#attributes.clear();
    let low = 0;
    let high = 0;
    let observedLow = 0;
    let observedHigh = 0;
    let severity = 0;
    let dropped = 0;
    let flags = 0;
    wire.position = start;
    while (wire.position < end) {
      const field = wire.tag(end);
      switch (field) {
        case TIME:
          wire.fixed64(end);
          low = wire.low;
          high = wire.high;
          break;
        case OBSERVED_TIME:
          wire.fixed64(end);
          observedLow = wire.low;
          observedHigh = wire.high;
          break;
        case SEVERITY_NUMBER:
          severity = wire.varint(end);
          break;
        case SEVERITY_TEXT:
          readSlice(wire, end, this.#severityText);
          break;
        case BODY:
          readSlice(wire, end, this.#body);
          break;
        case ATTRIBUTE:
          this.#attributes.read(wire, end);
          break;
        case DROPPED_ATTRIBUTES:
          dropped = wire.varint(end);
          break;
        case FLAGS:
          flags = wire.fixed32(end);
          break;
        case TRACE_ID:
          readSlice(wire, end, this.#traceId);
          break;
        case SPAN_ID:
          readSlice(wire, end, this.#spanId);
          break;
        case EVENT_NAME:
          readSlice(wire, end, this.#eventName);
          break;
        default:
          wire.skip(field, end);
      }
    }
    if (isTooLate(high) || isTooLate(observedHigh)) {
      rejections.add(`log record ${TOO_LATE}`);
      return;
    }

    if ((low | high) === 0) {
      low = observedLow;
      high = observedHigh;
    }
    if ((low | high) === 0) ({ low, high } = received);
    if (!this.#limits.admitsDay(low, high)) {
      rejections.add(`log record ${TOO_MANY_DAYS}`);
      return;
    }
    this.#limits.tick();

    const { cuts } = this.#limits;
    cutText(wire.bytes, this.#severityText, MAX_NAME_BYTES, cuts);
    cutText(wire.bytes, this.#eventName, MAX_NAME_BYTES, cuts);
    const columns = this.table.columns;
    const row = this.table.rows;
    columns.observed_time.uint64(observedLow, observedHigh);
    columns.time.uint64(low, high);
    if (isId(wire.bytes, this.#traceId, 16)) {
      columns.trace_id.at(row).raw(wire.bytes, this.#traceId.start);
    }
    if (isId(wire.bytes, this.#spanId, 8)) {
      columns.span_id.at(row).raw(wire.bytes, this.#spanId.start);
    }
    if (flags !== 0) columns.flags.at(row).uint32(flags);
    columns.severity_number.uint8(severity <= MAX_SEVERITY ? severity : 0);
    columns.severity_text.slice(wire.bytes, this.#severityText.start, this.#severityText.end);
    const { start: nameStart, end: nameEnd } = this.#eventName;
    if (nameEnd > nameStart) columns.event_name.at(row).slice(wire.bytes, nameStart, nameEnd);
    this.#appendBody(wire, row);
    appendAttributes(
      wire,
      this.#attributes,
      row,
      columns.attributes,
      columns.attribute_types,
      MAX_VALUE_BYTES,
      cuts,
      this.#correlation,
    );
    const allDropped = addDropped(dropped, this.#attributes.over);
    if (allDropped !== 0) columns.dropped_attributes_count.at(row).uint32(allDropped);
    if (this.#correlation.length > 0) columns.correlation_id.at(row).encoded(this.#correlation);
    this.table.rows += 1;
  }

  /** Text as it is and without a type; other bodies as text and their type's letter. */
  #appendBody(wire: Wire, row: number): void {
    const { body, body_type } = this.table.columns;
    this.#text.clear();
    const { start, end } = this.#body;
    const type = copyValue(wire, start, end, this.#text, MAX_BODY_BYTES, this.#limits.cuts);
    body.encoded(this.#text);
    if (type !== STRING) body_type.at(row).string(String.fromCharCode(type));
  }
}
