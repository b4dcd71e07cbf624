import { expect, it } from 'vitest';
import { refreshOf } from './refresh.ts';

const NOW = { from: 'now-15m', to: 'now' };
const PAST = { from: '1777888800000', to: '1777888900000' };

it('pages about now ask anew by themselves, lists to read in do not', () => {
  expect(refreshOf(undefined, '/map', NOW)).toBe('10s');
  expect(refreshOf(undefined, '/alarms/f1', NOW)).toBe('5s');
  expect(refreshOf(undefined, '/instances', NOW)).toBe('5s');
  expect(refreshOf(undefined, '/services/checkout', NOW)).toBe('10s');
  const still = ['/traces', '/logs', '/services', '/services/checkout/config', '/first-run', '/'];
  for (const path of still) {
    expect(refreshOf(undefined, path, NOW)).toBeUndefined();
  }
});

it('a past range stays as it is, but alarms are always about now', () => {
  expect(refreshOf(undefined, '/map', PAST)).toBeUndefined();
  expect(refreshOf(undefined, '/alarms', PAST)).toBe('5s');
});

it('what somebody chose counts more', () => {
  expect(refreshOf('off', '/map', NOW)).toBeUndefined();
  expect(refreshOf('30s', '/map', NOW)).toBe('30s');
  expect(refreshOf('30s', '/traces', PAST)).toBe('30s');
});
