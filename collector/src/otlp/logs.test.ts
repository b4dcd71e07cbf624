import { describe, expect, it } from 'vitest';
import { nano, NOW, resource, string, TRACE, useStore } from '../testing/batches.ts';

const test = useStore();

describe('a batch of log records', () => {
  const logs = (service: string, ...logRecords: object[]) => ({
    resourceLogs: [{ resource: resource(service), scopeLogs: [{ logRecords }] }],
  });

  it('stores text, structured and missing bodies', async () => {
    const structured = { values: [string('a', 'b'), { key: 'n', value: { intValue: '1' } }] };
    await test.decodeAndInsert(
      'logs',
      logs(
        'bodies',
        {
          timeUnixNano: nano(1),
          body: { stringValue: '전부 <b>text</b>' },
          severityNumber: 17,
          severityText: 'ERROR',
        },
        {
          timeUnixNano: nano(2),
          body: { kvlistValue: structured },
          eventName: 'an.event',
          flags: 1,
        },
        {
          timeUnixNano: nano(3),
          body: { intValue: 5 },
          traceId: TRACE,
          spanId: 'eee19b7ec3c1b174',
        },
        {
          timeUnixNano: nano(4),
          attributes: [string('correlation.id', 'order-8')],
          severityNumber: 99,
        },
      ),
    );
    const rows = await test.store.rows(
      `SELECT body, body_type, severity_number AS severity, severity_text AS text, event_name,
         lower(hex(trace_id)) AS trace, lower(hex(span_id)) AS span, correlation_id, flags
       FROM logs WHERE service = 'bodies' ORDER BY time`,
    );
    const none = { trace: '0'.repeat(32), span: '0'.repeat(16) };
    const plain = { severity: 0, text: '', event_name: '', correlation_id: '', flags: 0, ...none };
    expect(rows).toEqual([
      { ...plain, body: '전부 <b>text</b>', body_type: '', severity: 17, text: 'ERROR' },
      {
        ...plain,
        body: JSON.stringify(structured),
        body_type: 'k',
        event_name: 'an.event',
        flags: 1,
      },
      { ...plain, body: '5', body_type: 'i', trace: TRACE, span: 'eee19b7ec3c1b174' },
      { ...plain, body: '', body_type: 'n', correlation_id: 'order-8' },
    ]);
  });

  it('gives a record without a time its observed time, else the time of receipt', async () => {
    await test.decodeAndInsert(
      'logs',
      logs(
        'times',
        { observedTimeUnixNano: nano(7) },
        {},
        { timeUnixNano: nano(1), traceId: 'ab' },
      ),
    );
    const rows = await test.store.rows(
      `SELECT toUnixTimestamp64Nano(time) AS time, toUnixTimestamp64Nano(observed_time) AS observed
       FROM logs WHERE service = 'times' ORDER BY time`,
    );
    expect(rows).toEqual([
      { time: `${NOW}000000`, observed: '0' },
      { time: nano(1), observed: '0' },
      { time: nano(7), observed: nano(7) },
    ]);
  });
});
