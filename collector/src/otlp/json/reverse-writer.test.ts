import { expect, it } from 'vitest';
import { jsonToProtobuf } from './to-protobuf.ts';
import { ReverseWriter } from './reverse-writer.ts';

it('writes from the end, and grows', () => {
  const out = new ReverseWriter(1);
  out.slice(Buffer.from([9, 8]));
  out.text('é');
  out.double(-2);
  out.uint64(1, 2);
  out.uint32(0xffff_ffff);
  out.longVarint(0xffff_ffff_ffff_ffffn);
  for (const number of [0, 127, 128, 2 ** 40]) out.varint(number);
  expect(out.length).toBe(out.view().length);
  expect(out.view().toString('hex')).toBe(
    [
      '808080808020', // 2^40
      '8001',
      '7f',
      '00',
      'ffffffffffffffffff01',
      'ffffffff',
      '0100000002000000',
      '00000000000000c0',
      'c3a9',
      '0908',
    ].join(''),
  );
});

it('a large value costs its size, however deep it is nested', () => {
  let value: object = { stringValue: 'x'.repeat(1_000_000) };
  for (let depth = 0; depth < 60; depth++) value = { arrayValue: { values: [value] } };
  const logs = { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: value }] }] }] };
  const before = process.memoryUsage().arrayBuffers;
  const message = jsonToProtobuf('logs', Buffer.from(JSON.stringify(logs)));
  expect(message.length).toBeGreaterThan(1_000_000);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16_000_000);
});
