import {
  AttributeMap,
  int64,
  List,
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
import { appendAttributes } from './attributes.ts';
import { addDropped, cutText } from './cuts.ts';
import { isId } from './ids.ts';
import {
  MAX_ATTRIBUTES,
  MAX_EVENTS,
  MAX_NAME_BYTES,
  MAX_TEXT_BYTES,
  MAX_VALUE_BYTES,
  type RequestLimits,
  TOO_MANY_DAYS,
} from './limits.ts';
import { type Origin, originColumns, OriginWriter } from './origin.ts';
import type { Rejections } from './rejections.ts';
import { emptySlice, readSlice } from './slice.ts';
import { isTooLate, TOO_LATE } from './times.ts';
import { BYTES, FIXED32, FIXED64, Ranges, tag, VARINT, type Wire } from './wire.ts';

// Span in opentelemetry/proto/trace/v1/trace.proto
const TRACE_ID = tag(1, BYTES);
const SPAN_ID = tag(2, BYTES);
const TRACE_STATE = tag(3, BYTES);
const PARENT_SPAN_ID = tag(4, BYTES);
const NAME = tag(5, BYTES);
const KIND = tag(6, VARINT);
const START_TIME = tag(7, FIXED64);
const END_TIME = tag(8, FIXED64);
const ATTRIBUTE = tag(9, BYTES);
const DROPPED_ATTRIBUTES = tag(10, VARINT);
const EVENT = tag(11, BYTES);
const DROPPED_EVENTS = tag(12, VARINT);
const LINK = tag(13, BYTES);
const DROPPED_LINKS = tag(14, VARINT);
const STATUS = tag(15, BYTES);
const FLAGS = tag(16, FIXED32);
// Status: message = 2, code = 3
const STATUS_MESSAGE = tag(2, BYTES);
const STATUS_CODE = tag(3, VARINT);
// Event: time_unix_nano = 1, name = 2, attributes = 3, dropped_attributes_count = 4
const EVENT_TIME = tag(1, FIXED64);
const EVENT_NAME = tag(2, BYTES);
const EVENT_ATTRIBUTE = tag(3, BYTES);
const EVENT_DROPPED = tag(4, VARINT);
// Link: trace_id = 1, span_id = 2, trace_state = 3, attributes = 4, dropped_attributes_count = 5, flags = 6
const LINK_TRACE_ID = tag(1, BYTES);
const LINK_SPAN_ID = tag(2, BYTES);
const LINK_TRACE_STATE = tag(3, BYTES);
const LINK_ATTRIBUTE = tag(4, BYTES);
const LINK_DROPPED = tag(5, VARINT);
const LINK_FLAGS = tag(6, FIXED32);

const MAX_KIND = 5;
const MAX_STATUS = 2;

/** Reads spans from their bytes into the columns of the table `spans`. */
export class SpanRows {
  readonly names = { resource: 'resource_spans', scope: 'scope_spans', record: 'spans' } as const;
  readonly table = new Table('spans', {
    start_time: nanoseconds(),
    duration_ns: int64(),
    trace_id: traceId(),
    span_id: spanId(),
    parent_span_id: spanId(),
    trace_state: new Text(),
    flags: uint32(),
    ...originColumns(),
    name: new LowCardinality(),
    kind: uint8(),
    status_code: uint8(),
    status_message: new Text(),
    attributes: new AttributeMap(),
    attribute_types: new LowCardinality(),
    dropped_attributes_count: uint32(),
    correlation_id: new Text(),
    'events.time': new List(nanoseconds()),
    'events.name': new List(new LowCardinality()),
    'events.attributes': new List(new AttributeMap()),
    'events.attribute_types': new List(new LowCardinality()),
    'events.dropped_attributes_count': new List(uint32()),
    dropped_events_count: uint32(),
    'links.trace_id': new List(traceId()),
    'links.span_id': new List(spanId()),
    'links.trace_state': new List(new Text()),
    'links.flags': new List(uint32()),
    'links.attributes': new List(new AttributeMap()),
    'links.attribute_types': new List(new LowCardinality()),
    'links.dropped_attributes_count': new List(uint32()),
    dropped_links_count: uint32(),
  });
  readonly #limits: RequestLimits;
  readonly #origin: OriginWriter;
  readonly #traceId = emptySlice();
  readonly #spanId = emptySlice();
  readonly #parentSpanId = emptySlice();
  readonly #traceState = emptySlice();
  readonly #name = emptySlice();
  readonly #statusMessage = emptySlice();
  readonly #attributes = new Ranges(MAX_ATTRIBUTES);
  readonly #nestedAttributes = new Ranges(MAX_ATTRIBUTES);
  readonly #events = new Ranges(MAX_EVENTS);
  readonly #links = new Ranges(MAX_EVENTS);
  readonly #correlation = new Sink(64);

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

  /** Appends the Span between `start` and `end`, or says why it is rejected. */
  append(wire: Wire, start: number, end: number, rejections: Rejections): void {
    this.#clear();
    let kind = 0;
    let flags = 0;
    let startLow = 0;
    let startHigh = 0;
    let endLow = 0;
    let endHigh = 0;
    let droppedAttributes = 0;
    let droppedEvents = 0;
    let droppedLinks = 0;
    let statusStart = 0;
    let statusEnd = 0;
    wire.position = start;
    while (wire.position < end) {
      const field = wire.tag(end);
      switch (field) {
        case TRACE_ID:
          readSlice(wire, end, this.#traceId);
          break;
        case SPAN_ID:
          readSlice(wire, end, this.#spanId);
          break;
        case TRACE_STATE:
          readSlice(wire, end, this.#traceState);
          break;
        case PARENT_SPAN_ID:
          readSlice(wire, end, this.#parentSpanId);
          break;
        case NAME:
          readSlice(wire, end, this.#name);
          break;
        case KIND:
          kind = wire.varint(end);
          break;
        case START_TIME:
          wire.fixed64(end);
          startLow = wire.low;
          startHigh = wire.high;
          break;
        case END_TIME:
          wire.fixed64(end);
          endLow = wire.low;
          endHigh = wire.high;
          break;
        case ATTRIBUTE:
          this.#attributes.read(wire, end);
          break;
        case DROPPED_ATTRIBUTES:
          droppedAttributes = wire.varint(end);
          break;
        case EVENT:
          this.#events.read(wire, end);
          break;
        case DROPPED_EVENTS:
          droppedEvents = wire.varint(end);
          break;
        case LINK:
          this.#links.read(wire, end);
          break;
        case DROPPED_LINKS:
          droppedLinks = wire.varint(end);
          break;
        case STATUS:
          statusEnd = wire.length(end);
          statusStart = wire.position;
          wire.position = statusEnd;
          break;
        case FLAGS:
          flags = wire.fixed32(end);
          break;
        default:
          wire.skip(field, end);
      }
    }

    if (!isId(wire.bytes, this.#traceId, 16)) {
      rejections.add('span without a valid trace id');
      return;
    }
    if (!isId(wire.bytes, this.#spanId, 8)) {
      rejections.add('span without a valid span id');
      return;
    }
    if (isTooLate(startHigh) || isTooLate(endHigh)) {
      rejections.add(`span ${TOO_LATE}`);
      return;
    }

    if (!this.#limits.admitsDay(startLow, startHigh)) {
      rejections.add(`span ${TOO_MANY_DAYS}`);
      return;
    }
    this.#limits.tick();

    const { cuts } = this.#limits;
    cutText(wire.bytes, this.#traceState, MAX_TEXT_BYTES, cuts);
    cutText(wire.bytes, this.#name, MAX_NAME_BYTES, cuts);
    const columns = this.table.columns;
    const row = this.table.rows;
    columns.start_time.uint64(startLow, startHigh);
    const borrow = endLow < startLow ? 1 : 0;
    columns.duration_ns.uint64(endLow - startLow, endHigh - startHigh - borrow);
    columns.trace_id.raw(wire.bytes, this.#traceId.start);
    columns.span_id.raw(wire.bytes, this.#spanId.start);
    if (isId(wire.bytes, this.#parentSpanId, 8)) {
      columns.parent_span_id.at(row).raw(wire.bytes, this.#parentSpanId.start);
    }
    if (this.#traceState.end > this.#traceState.start) {
      columns.trace_state.at(row).slice(wire.bytes, this.#traceState.start, this.#traceState.end);
    }
    if (flags !== 0) columns.flags.at(row).uint32(flags);
    columns.name.slice(wire.bytes, this.#name.start, this.#name.end);
    columns.kind.uint8(kind <= MAX_KIND ? kind : 0);
    if (statusEnd > statusStart) this.#appendStatus(wire, statusStart, statusEnd);
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
    if (this.#correlation.length > 0) columns.correlation_id.at(row).encoded(this.#correlation);
    if (this.#events.count > 0) this.#appendEvents(wire);
    if (this.#links.count > 0) this.#appendLinks(wire);
    this.#appendDropped(droppedAttributes, droppedEvents, droppedLinks);
    this.table.rows += 1;
  }

  #clear(): void {
    for (const part of [
      this.#traceId,
      this.#spanId,
      this.#parentSpanId,
      this.#traceState,
      this.#name,
    ]) {
      part.start = part.end = 0;
    }
    this.#attributes.clear();
    this.#events.clear();
    this.#links.clear();
  }

  #appendStatus(wire: Wire, start: number, end: number): void {
    let code = 0;
    this.#statusMessage.start = this.#statusMessage.end = 0;
    wire.position = start;
    while (wire.position < end) {
      const field = wire.tag(end);
      if (field === STATUS_CODE) code = wire.varint(end);
      else if (field === STATUS_MESSAGE) readSlice(wire, end, this.#statusMessage);
      else wire.skip(field, end);
    }
    cutText(wire.bytes, this.#statusMessage, MAX_VALUE_BYTES, this.#limits.cuts);
    const columns = this.table.columns;
    const row = this.table.rows;
    if (code <= MAX_STATUS) columns.status_code.at(row).uint8(code);
    const { start: from, end: to } = this.#statusMessage;
    if (to > from) columns.status_message.at(row).slice(wire.bytes, from, to);
  }

  /** What the sender left out, and what is left out here. */
  #appendDropped(attributes: number, events: number, links: number): void {
    const columns = this.table.columns;
    const row = this.table.rows;
    const { cuts } = this.#limits;
    const attributesDropped = addDropped(attributes, this.#attributes.over);
    const eventsDropped = addDropped(events, this.#events.over);
    const linksDropped = addDropped(links, this.#links.over);
    if (attributesDropped) columns.dropped_attributes_count.at(row).uint32(attributesDropped);
    if (eventsDropped) columns.dropped_events_count.at(row).uint32(eventsDropped);
    if (linksDropped) columns.dropped_links_count.at(row).uint32(linksDropped);
    cuts.events += this.#events.over;
    cuts.links += this.#links.over;
  }

  #appendEvents(wire: Wire): void {
    const columns = this.table.columns;
    const count = this.#events.count;
    const first = columns['events.time'].length;
    for (let i = 0; i < count; i++) {
      const end = this.#events.end(i);
      const name = this.#name;
      const attributes = this.#nestedAttributes;
      name.start = name.end = 0;
      attributes.clear();
      let low = 0;
      let high = 0;
      let dropped = 0;
      wire.position = this.#events.start(i);
      while (wire.position < end) {
        const field = wire.tag(end);
        if (field === EVENT_TIME) {
          wire.fixed64(end);
          low = wire.low;
          high = wire.high;
        } else if (field === EVENT_NAME) readSlice(wire, end, name);
        else if (field === EVENT_ATTRIBUTE) attributes.read(wire, end);
        else if (field === EVENT_DROPPED) dropped = wire.varint(end);
        else wire.skip(field, end);
      }
      cutText(wire.bytes, name, MAX_NAME_BYTES, this.#limits.cuts);
      columns['events.time'].items.uint64(low, high);
      columns['events.name'].items.slice(wire.bytes, name.start, name.end);
      appendAttributes(
        wire,
        attributes,
        first + i,
        columns['events.attributes'].items,
        columns['events.attribute_types'].items,
        MAX_VALUE_BYTES,
        this.#limits.cuts,
      );
      columns['events.dropped_attributes_count'].items.uint32(addDropped(dropped, attributes.over));
    }
    columns['events.time'].endRow(this.table.rows, count);
    columns['events.name'].endRow(this.table.rows, count);
    columns['events.attributes'].endRow(this.table.rows, count);
    columns['events.attribute_types'].endRow(this.table.rows, count);
    columns['events.dropped_attributes_count'].endRow(this.table.rows, count);
  }

  #appendLinks(wire: Wire): void {
    const columns = this.table.columns;
    const count = this.#links.count;
    const first = columns['links.trace_id'].length;
    for (let i = 0; i < count; i++) {
      const end = this.#links.end(i);
      const linkedTrace = this.#traceId;
      const linkedSpan = this.#spanId;
      const state = this.#traceState;
      const attributes = this.#nestedAttributes;
      for (const part of [linkedTrace, linkedSpan, state]) part.start = part.end = 0;
      attributes.clear();
      let flags = 0;
      let dropped = 0;
      wire.position = this.#links.start(i);
      while (wire.position < end) {
        const field = wire.tag(end);
        if (field === LINK_TRACE_ID) readSlice(wire, end, linkedTrace);
        else if (field === LINK_SPAN_ID) readSlice(wire, end, linkedSpan);
        else if (field === LINK_TRACE_STATE) readSlice(wire, end, state);
        else if (field === LINK_ATTRIBUTE) attributes.read(wire, end);
        else if (field === LINK_DROPPED) dropped = wire.varint(end);
        else if (field === LINK_FLAGS) flags = wire.fixed32(end);
        else wire.skip(field, end);
      }
      if (isId(wire.bytes, linkedTrace, 16)) {
        columns['links.trace_id'].items.at(first + i).raw(wire.bytes, linkedTrace.start);
      }
      if (isId(wire.bytes, linkedSpan, 8)) {
        columns['links.span_id'].items.at(first + i).raw(wire.bytes, linkedSpan.start);
      }
      cutText(wire.bytes, state, MAX_TEXT_BYTES, this.#limits.cuts);
      columns['links.trace_state'].items.slice(wire.bytes, state.start, state.end);
      columns['links.flags'].items.uint32(flags);
      appendAttributes(
        wire,
        attributes,
        first + i,
        columns['links.attributes'].items,
        columns['links.attribute_types'].items,
        MAX_VALUE_BYTES,
        this.#limits.cuts,
      );
      columns['links.dropped_attributes_count'].items.uint32(addDropped(dropped, attributes.over));
    }
    columns['links.trace_id'].endRow(this.table.rows, count);
    columns['links.span_id'].endRow(this.table.rows, count);
    columns['links.trace_state'].endRow(this.table.rows, count);
    columns['links.flags'].endRow(this.table.rows, count);
    columns['links.attributes'].endRow(this.table.rows, count);
    columns['links.attribute_types'].endRow(this.table.rows, count);
    columns['links.dropped_attributes_count'].endRow(this.table.rows, count);
  }
}
