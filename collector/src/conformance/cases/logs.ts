import { nano, string, TRACE } from '../../testing/batches.ts';
import { EVERY_KIND, EVERY_KIND_STORED, MAX_UINT32 } from './fields.ts';
import type { Case } from '../testing/stored.ts';

const SPAN = 'eee19b7ec3c1b174';
const NO_TRACE = '0'.repeat(32);
const NO_SPAN = '0'.repeat(16);

const row = (title: string, more: object, stored: Record<string, unknown>): Case => ({
  title,
  send: { timeUnixNano: nano(0), ...more },
  stored: { logs: [stored] },
});

const structured = {
  values: [
    string('text', '눈치'),
    {
      key: 'list',
      value: { arrayValue: { values: [{ boolValue: true }, { bytesValue: 'AAE=' }] } },
    },
    {
      key: 'deep',
      value: { kvlistValue: { values: [{ key: 'n', value: { doubleValue: 1.5 } }] } },
    },
    { key: 'nothing', value: {} },
  ],
};

const severities = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

export const cases: readonly Case[] = [
  row('a string as body', { body: { stringValue: 'a\nb' } }, { body: 'a\nb', body_type: '' }),
  row('an empty string as body', { body: { stringValue: '' } }, { body: '', body_type: '' }),
  row('a bool as body', { body: { boolValue: false } }, { body: 'false', body_type: 'b' }),
  row(
    'an integer as body',
    { body: { intValue: '9223372036854775807' } },
    { body: '9223372036854775807', body_type: 'i' },
  ),
  row('a double as body', { body: { doubleValue: 1e-7 } }, { body: '1e-7', body_type: 'd' }),
  row(
    'a double that is no number',
    { body: { doubleValue: 'NaN' } },
    { body: 'NaN', body_type: 'd' },
  ),
  row('bytes as body', { body: { bytesValue: 'AP8=' } }, { body: 'AP8=', body_type: 'x' }),
  row(
    'an array as body',
    { body: { arrayValue: { values: [{ stringValue: 'a' }, { intValue: '2' }] } } },
    { body: '{"values":[{"stringValue":"a"},{"intValue":"2"}]}', body_type: 'a' },
  ),
  row(
    'an empty array as body',
    { body: { arrayValue: {} } },
    { body: '{"values":[]}', body_type: 'a' },
  ),
  row(
    'key-value pairs as body, nested',
    { body: { kvlistValue: structured } },
    { body: JSON.stringify(structured), body_type: 'k' },
  ),
  row('an empty value as body', { body: {} }, { body: '', body_type: 'n' }),
  row('no body', {}, { body: '', body_type: 'n' }),
  row(
    'its time, and when it was observed',
    { observedTimeUnixNano: nano(7) },
    { time: nano(0), observed_time: nano(7) },
  ),
  row(
    'no time: the time when it was observed',
    { timeUnixNano: 0, observedTimeUnixNano: nano(7) },
    {
      time: nano(7),
      observed_time: nano(7),
    },
  ),
  ...severities.flatMap((name, index) =>
    [1, 2, 3, 4].map((step) => {
      const severityNumber = index * 4 + step;
      return row(
        `severity ${severityNumber}, ${name}${step > 1 ? step : ''}`,
        { severityNumber, severityText: `my ${name}` },
        { severity_number: severityNumber, severity_text: `my ${name}` },
      );
    }),
  ),
  row('no severity', {}, { severity_number: 0, severity_text: '' }),
  row(
    'a severity of the future, as unspecified, with its text',
    { severityNumber: 25, severityText: 'WORSE' },
    { severity_number: 0, severity_text: 'WORSE' },
  ),
  row('its trace and span', { traceId: TRACE, spanId: SPAN }, { trace_id: TRACE, span_id: SPAN }),
  row('no trace and no span', {}, { trace_id: NO_TRACE, span_id: NO_SPAN }),
  row(
    'ids that are not valid, as none',
    { traceId: 'abcd', spanId: NO_SPAN },
    { trace_id: NO_TRACE, span_id: NO_SPAN },
  ),
  row(
    'a span without a trace',
    { traceId: '', spanId: SPAN },
    { trace_id: NO_TRACE, span_id: SPAN },
  ),
  row('trace flags', { flags: 1 }, { flags: 1 }),
  row('flags in bits that are reserved', { flags: MAX_UINT32 }, { flags: MAX_UINT32 }),
  row('the name of an event', { eventName: 'a.b.c' }, { event_name: 'a.b.c' }),
  row('log attributes of every kind', { attributes: EVERY_KIND }, EVERY_KIND_STORED),
  row(
    'a count of dropped attributes',
    { droppedAttributesCount: 3 },
    { dropped_attributes_count: 3 },
  ),
  {
    title: 'its scope and both schema URLs',
    send: { timeUnixNano: nano(0) },
    scope: { name: 'logger', version: '2', attributes: EVERY_KIND, droppedAttributesCount: 4 },
    resource: { droppedAttributesCount: 5 },
    scopeSchemaUrl: 'https://example.com/scope/3',
    resourceSchemaUrl: 'https://example.com/resource/3',
    stored: {
      logs: [
        {
          scope_name: 'logger',
          scope_version: '2',
          scope_attributes: EVERY_KIND_STORED.attributes,
          scope_attribute_types: EVERY_KIND_STORED.attribute_types,
          scope_dropped_attributes_count: 4,
          scope_schema_url: 'https://example.com/scope/3',
        },
      ],
      resources: [{ dropped_attributes_count: 5, schema_url: 'https://example.com/resource/3' }],
    },
  },
];
