import { expect, test } from 'vitest';
import { fallback, fallbackFor, type FailedCall } from './fallbacks.ts';

const CALL: FailedCall = { peer: 'pay:80', method: 'GET', path: '/', reason: 'open' };

const statusFor = async (host = 'pay'): Promise<number | undefined> =>
  (await fallbackFor(`${host}:80`, host)?.(CALL))?.status;

test('the port goes before the host, the last before the first; each can be taken back', async () => {
  expect(await statusFor()).toBeUndefined();
  const undo = [
    fallback('PAY', () => ({ status: 201 })),
    fallback('pay:80', () => ({ status: 202 })),
    fallback('pay:80', () => Promise.resolve({ status: 203 })),
  ];
  expect(await statusFor()).toBe(203);
  undo[1]?.();
  expect(await statusFor()).toBe(203);
  undo[2]?.();
  expect(await statusFor()).toBe(201);
  expect(await statusFor('other')).toBeUndefined();
  undo[0]?.();
  expect(await statusFor()).toBeUndefined();
});
