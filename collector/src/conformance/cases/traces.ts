import { nano, string, TRACE } from '../../testing/batches.ts';
import { EVERY_KIND, EVERY_KIND_STORED, MAX_UINT32 } from './fields.ts';
import type { Case } from '../testing/stored.ts';

const SPAN = 'eee19b7ec3c1b174';
const PARENT = 'EEE19B7EC3C1B173';
const NO_TRACE = '0'.repeat(32);
const NO_SPAN = '0'.repeat(16);

const span = (more: object = {}) => ({
  traceId: TRACE,
  spanId: SPAN,
  name: 'GET /',
  startTimeUnixNano: nano(0),
  endTimeUnixNano: nano(5),
  ...more,
});

/** A span that has some fields more than it must, and what its row says then. */
const row = (title: string, more: object, stored: Record<string, unknown>): Case => ({
  title,
  send: span(more),
  stored: { spans: [stored] },
});

export const cases: readonly Case[] = [
  row(
    'ids, name and times',
    { parentSpanId: PARENT },
    {
      trace_id: TRACE,
      span_id: SPAN,
      parent_span_id: PARENT.toLowerCase(),
      name: 'GET /',
      start_time: nano(0),
      duration_ns: '5000000',
    },
  ),
  row('a root span has no parent', {}, { parent_span_id: NO_SPAN }),
  row(
    'a parent id of the wrong length is none',
    { parentSpanId: 'abcd' },
    { parent_span_id: NO_SPAN },
  ),
  row('an empty name is an unknown name', { name: '' }, { name: '' }),
  row('trace_state as it came', { traceState: 'a=1,b@c=2' }, { trace_state: 'a=1,b@c=2' }),
  row('trace flags, and that the parent is remote', { flags: 0x301 }, { flags: 0x301 }),
  row('flags in bits that have no meaning yet', { flags: MAX_UINT32 }, { flags: MAX_UINT32 }),
  ...[0, 1, 2, 3, 4, 5].map((kind) => row(`span kind ${kind}`, { kind }, { kind })),
  row('a kind of the future is unspecified', { kind: 77 }, { kind: 0 }),
  row('a negative kind is unspecified', { kind: -1 }, { kind: 0 }),
  row('no status is unset', {}, { status_code: 0, status_message: '' }),
  row('status ok', { status: { code: 1 } }, { status_code: 1, status_message: '' }),
  row(
    'status error, with its message',
    { status: { code: 2, message: 'no' } },
    { status_code: 2, status_message: 'no' },
  ),
  row('a status of the future is unset', { status: { code: 9 } }, { status_code: 0 }),
  row('span attributes of every kind', { attributes: EVERY_KIND }, EVERY_KIND_STORED),
  row(
    'counts of dropped attributes, events and links',
    { droppedAttributesCount: 1, droppedEventsCount: 2, droppedLinksCount: MAX_UINT32 },
    { dropped_attributes_count: 1, dropped_events_count: 2, dropped_links_count: MAX_UINT32 },
  ),
  row(
    'span events',
    {
      events: [
        { timeUnixNano: nano(1), name: 'exception', attributes: EVERY_KIND },
        { timeUnixNano: nano(2), droppedAttributesCount: 4 },
      ],
    },
    {
      'events.time': [nano(1), nano(2)],
      'events.name': ['exception', ''],
      'events.attributes': [EVERY_KIND_STORED.attributes, {}],
      'events.attribute_types': [EVERY_KIND_STORED.attribute_types, ''],
      'events.dropped_attributes_count': [0, 4],
    },
  ),
  row(
    'span links',
    {
      links: [
        {
          traceId: 'ff'.repeat(16),
          spanId: 'ff'.repeat(8),
          traceState: 'x=y',
          flags: 0x301,
          attributes: EVERY_KIND,
          droppedAttributesCount: 5,
        },
        { traceId: 'ff', flags: MAX_UINT32 },
      ],
    },
    {
      'links.trace_id': ['ff'.repeat(16), NO_TRACE],
      'links.span_id': ['ff'.repeat(8), NO_SPAN],
      'links.trace_state': ['x=y', ''],
      'links.flags': [0x301, MAX_UINT32],
      'links.attributes': [EVERY_KIND_STORED.attributes, {}],
      'links.attribute_types': [EVERY_KIND_STORED.attribute_types, ''],
      'links.dropped_attributes_count': [5, 0],
    },
  ),
  row(
    'a span that ends before it starts',
    { endTimeUnixNano: nano(-3) },
    { start_time: nano(0), duration_ns: '-3000000' },
  ),
  row(
    'a span without times',
    { startTimeUnixNano: 0, endTimeUnixNano: 0 },
    { start_time: '0', duration_ns: '0' },
  ),
  {
    title: 'the scope of a span, with attributes, dropped count and schema URL',
    send: span(),
    scope: { name: 'lib', version: '9', attributes: EVERY_KIND, droppedAttributesCount: 6 },
    scopeSchemaUrl: 'https://example.com/scope/1',
    resourceSchemaUrl: 'https://example.com/resource/1',
    stored: {
      spans: [
        {
          scope_name: 'lib',
          scope_version: '9',
          scope_attributes: EVERY_KIND_STORED.attributes,
          scope_attribute_types: EVERY_KIND_STORED.attribute_types,
          scope_dropped_attributes_count: 6,
          scope_schema_url: 'https://example.com/scope/1',
        },
      ],
    },
  },
  row(
    'no scope is a scope without a name',
    {},
    { scope_name: '', scope_version: '', scope_attributes: {}, scope_schema_url: '' },
  ),
  {
    title: 'the resource, with dropped count and schema URL',
    send: span(),
    resource: {
      attributes: [string('service.version', '1.2'), { key: 'pid', value: { intValue: 7 } }],
      droppedAttributesCount: 8,
    },
    scopeSchemaUrl: 'https://example.com/scope/2',
    resourceSchemaUrl: 'https://example.com/resource/2',
    stored: {
      spans: [{ version: '1.2', scope_schema_url: 'https://example.com/scope/2' }],
      resources: [
        {
          version: '1.2',
          attribute_types: 'ssi',
          dropped_attributes_count: 8,
          schema_url: 'https://example.com/resource/2',
        },
      ],
    },
  },
];
