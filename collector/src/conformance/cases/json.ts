import { nano, string, TRACE } from '../../testing/batches.ts';
import type { Case } from '../testing/stored.ts';

const required = {
  traceId: TRACE,
  spanId: 'eee19b7ec3c1b174',
  startTimeUnixNano: nano(0),
  endTimeUnixNano: nano(0),
};

const span = (title: string, more: object, stored: Record<string, unknown>): Case => ({
  title,
  send: { ...required, ...more },
  only: 'json',
  stored: { spans: [stored] },
});

const valued = (title: string, value: object, text: string, letter: string): Case =>
  span(
    title,
    { attributes: [{ key: 'k', value }] },
    // A row whose attributes are all strings has no types.
    { attributes: { k: text }, attribute_types: letter === 's' ? '' : letter },
  );

export const cases: readonly Case[] = [
  span('lower-case ids', { spanId: 'abcdef0123456789' }, { span_id: 'abcdef0123456789' }),
  span(
    'upper-case ids',
    { traceId: '5B8EFFF798038103D269B633813FC60C', spanId: 'ABCDEF0123456789' },
    { trace_id: '5b8efff798038103d269b633813fc60c', span_id: 'abcdef0123456789' },
  ),
  span(
    'ids in mixed case',
    { parentSpanId: 'AbCdEf0123456789' },
    { parent_span_id: 'abcdef0123456789' },
  ),
  span('a 64-bit integer as a string', { startTimeUnixNano: nano(0) }, { start_time: nano(0) }),
  span('a 64-bit integer as a number', { startTimeUnixNano: 123_000 }, { start_time: '123000' }),
  valued('an intValue as a string', { intValue: '-12' }, '-12', 'i'),
  valued('an intValue as a number', { intValue: -12 }, '-12', 'i'),
  span(
    'a 32-bit integer as a string',
    { droppedAttributesCount: '7' },
    { dropped_attributes_count: 7 },
  ),
  span('an enum as an integer', { kind: 3 }, { kind: 3 }),
  span('an enum as a string of digits', { kind: '3' }, { kind: 3 }),
  span('an enum by its name, although senders must not', { kind: 'SPAN_KIND_CLIENT' }, { kind: 3 }),
  valued('a double as a number', { doubleValue: 1.5 }, '1.5', 'd'),
  valued('a double as a string', { doubleValue: '1.5e3' }, '1500', 'd'),
  valued('a double that is not a number', { doubleValue: 'NaN' }, 'NaN', 'd'),
  valued('a double that is infinite', { doubleValue: 'Infinity' }, 'Infinity', 'd'),
  valued('bytes in base64', { bytesValue: '+/8=' }, '+/8=', 'x'),
  valued('bytes in base64 for URLs, without padding', { bytesValue: '-_8' }, '+/8=', 'x'),
  valued(
    'escapes and characters beyond 16 bits',
    { stringValue: '"\\\n\u0000💥' },
    '"\\\n\u0000💥',
    's',
  ),
  span(
    'unknown fields at every level, as if they were not there',
    {
      unknown: [[{ traceId: 7 }], null],
      status: { code: 2, more: { code: 1 } },
      attributes: [{ key: 'k', value: { stringValue: 'v', other: {} }, third: 1 }],
    },
    { status_code: 2, attributes: { k: 'v' } },
  ),
  span(
    'field names with underscores, as unknown fields',
    { trace_state: 'a=b', dropped_attributes_count: 5, parent_span_id: 'abcdef0123456789' },
    { trace_state: '', dropped_attributes_count: 0, parent_span_id: '0'.repeat(16) },
  ),
  span(
    'null, as a field that is not there',
    {
      name: null,
      kind: null,
      attributes: null,
      status: null,
      flags: null,
      droppedLinksCount: null,
    },
    { name: '', kind: 0, attributes: {}, status_code: 0, flags: 0, dropped_links_count: 0 },
  ),
  span(
    'lists with nothing in them',
    { attributes: [], events: [], links: [] },
    {
      attributes: {},
      'events.name': [],
      'links.span_id': [],
    },
  ),
  span(
    'references to the dictionary of profiles, as values that are not there',
    { attributes: [{ key: 'k', value: { stringValueStrindex: 5 } }, { keyStrindex: 6 }] },
    { attributes: { k: '', '': '' }, attribute_types: 'nn' },
  ),
  {
    title: 'entity references, as if they were not there',
    send: required,
    only: 'json',
    resource: {
      attributes: [string('host.id', 'h')],
      entityRefs: [{ type: 'host', idKeys: ['host.id'], schemaUrl: 'https://example.com/e' }],
    },
    stored: {
      spans: [{ trace_id: TRACE }],
      resources: [{ attribute_types: '', schema_url: '' }],
    },
  },
];
