import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { Sink } from '../columns/sink.ts';
import { decompressInto } from './decompress.ts';

it('the memory of a large body is not read while it is opened, so it can be freed at any time', async () => {
  const inside = randomBytes(2 * 1024 * 1024);
  const body = gzipSync(inside, { level: 1 });
  const out = new Sink();
  const opened = decompressInto(out, body, 'gzip', inside.length);
  body.fill(0);
  await opened;
  expect(out.view().equals(inside)).toBe(true);
});
