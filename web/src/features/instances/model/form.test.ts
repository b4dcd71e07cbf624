import { expect, it } from 'vitest';
import { EMPTY, readForm, sameForm, toForm } from './form.ts';

const settings = {
  sampling: { ratio: 0.07 },
  breaker: { enabled: true, failureRate: 0.5, minimumRequests: 20, windowMs: 10_000, openMs: 250 },
};

it('goes there and back', () => {
  expect(toForm(settings)).toEqual({
    samplingPercent: '7',
    breaker: 'on',
    failurePercent: '50',
    minimumRequests: '20',
    window: '10s',
    open: '250ms',
  });
  expect(readForm(toForm(settings))).toEqual({ ok: true, settings });
});

it('an empty field leaves the choice to the agent', () => {
  expect(toForm({})).toEqual(EMPTY);
  expect(readForm(EMPTY)).toEqual({ ok: true, settings: {} });
  expect(readForm({ ...EMPTY, breaker: 'off' })).toEqual({
    ok: true,
    settings: { breaker: { enabled: false } },
  });
});

it('nothing sampled is not the same as nothing said', () => {
  expect(readForm({ ...EMPTY, samplingPercent: '0' })).toEqual({
    ok: true,
    settings: { sampling: { ratio: 0 } },
  });
});

it('reads percents with and without the sign, and times with units', () => {
  const read = readForm({ ...EMPTY, samplingPercent: ' 12.5 % ', window: '2m', open: '1.5s' });
  expect(read).toEqual({
    ok: true,
    settings: { sampling: { ratio: 0.125 }, breaker: { windowMs: 120_000, openMs: 1500 } },
  });
});

it('says of every field what would be right', () => {
  const read = readForm({
    samplingPercent: '101',
    breaker: 'on',
    failurePercent: '0',
    minimumRequests: '2.5',
    window: '10ms',
    open: 'soon',
  });
  expect(read.ok).toBe(false);
  expect(read.ok ? [] : Object.keys(read.problems)).toEqual([
    'samplingPercent',
    'failurePercent',
    'minimumRequests',
    'window',
    'open',
  ]);
});

it('spaces are no change', () => {
  expect(sameForm(EMPTY, { ...EMPTY, window: ' ' })).toBe(true);
  expect(sameForm(EMPTY, { ...EMPTY, window: '5s' })).toBe(false);
});
