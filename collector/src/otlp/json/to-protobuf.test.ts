import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Batch, type Signal } from '../batch.ts';
import { jsonToProtobuf } from './to-protobuf.ts';

/**
 * Requests with random content in every field, as OTLP/JSON and as the bytes that the official
 * protobuf library makes of the same message: not our encoder's word for it.
 */
const cases = JSON.parse(
  readFileSync(join(import.meta.dirname, 'testdata/official-encoder.json'), 'utf8'),
) as { signal: Signal; json: object; protobuf: string }[];

/** The rows that a message becomes, as the blocks that would be inserted. */
function blocks(signal: Signal, message: Buffer): Record<string, string> {
  const batch = new Batch();
  batch.decode(signal, message, 1_763_596_800_000);
  const filled = batch.tables.filter((table) => table.rows > 0);
  return Object.fromEntries(
    filled.map((table) => [table.name, Buffer.concat(table.toNative()).toString('base64')]),
  );
}

describe('jsonToProtobuf', () => {
  it.each(cases.map((one, index) => [index, one.signal, one] as const))(
    'request %i, %s: is stored as the same message from the official encoder',
    (_index, signal, { json, protobuf }) => {
      const official = blocks(signal, Buffer.from(protobuf, 'base64'));
      const ours = jsonToProtobuf(signal, Buffer.from(JSON.stringify(json)));
      expect(blocks(signal, ours)).toEqual(official);
      expect(Object.keys(official).length).toBeGreaterThan(0);
    },
  );

  it('takes the names of enum values, too', () => {
    const request = (severityNumber: unknown) =>
      JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ severityNumber }] }] }] });
    const named = jsonToProtobuf('logs', Buffer.from(request('SEVERITY_NUMBER_WARN2')));
    expect([...named]).toEqual([...jsonToProtobuf('logs', Buffer.from(request(14)))]);
  });

  it.each([
    ['{"resourceSpans":{}}', 'expected an array at resourceSpans, got an object'],
    ['{"resourceSpans":[7]}', 'expected an object at resourceSpans[0], got 7'],
    ['[]', 'expected an object at the top, got an array'],
    [
      '{"resourceSpans":[{"scopeSpans":[{"spans":[{},{"startTimeUnixNano":"soon"}]}]}]}',
      'expected an integer at resourceSpans[0].scopeSpans[0].spans[1].startTimeUnixNano, got "soon"',
    ],
    [
      '{"resourceSpans":[{"scopeSpans":[{"spans":[{"flags":-1}]}]}]}',
      'expected an integer from 0 to 4294967295 at resourceSpans[0].scopeSpans[0].spans[0].flags, got -1',
    ],
    [
      '{"resourceSpans":[{"scopeSpans":[{"spans":[{"kind":"SPAN_KIND_OTHER"}]}]}]}',
      'expected an integer at resourceSpans[0].scopeSpans[0].spans[0].kind, got "SPAN_KIND_OTHER"',
    ],
  ])('%s: says what is wrong and where', (body, message) => {
    expect(() => jsonToProtobuf('traces', Buffer.from(body))).toThrow(message);
  });

  it('refuses what is not UTF-8', () => {
    expect(() => jsonToProtobuf('traces', Buffer.from([0x7b, 0xff, 0x7d]))).toThrow(/UTF-8/);
  });
});
