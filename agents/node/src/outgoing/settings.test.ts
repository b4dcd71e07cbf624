import { expect, test } from 'vitest';
import { readEnvironment } from '../environment.ts';
import { isAnyOn, readOutgoingSettings } from './settings.ts';

function read(env: NodeJS.ProcessEnv) {
  const warnings: string[] = [];
  const settings = readOutgoingSettings(readEnvironment(env, (text) => warnings.push(text)));
  return { settings, warnings };
}

test('nothing said: everything is on', () => {
  expect(read({})).toEqual({
    settings: {
      breakers: true,
      timeoutMs: 30_000,
      unlimitedPeers: new Set(),
      places: 256,
      queue: 10_000,
    },
    warnings: [],
  });
});

test.each(['0', 'off', 'OFF'])('each part is switched off by itself with %s', (word) => {
  const { settings, warnings } = read({ NUNCHI_TIMEOUT_MS: word, NUNCHI_BULKHEAD: word });
  expect(settings).toMatchObject({ breakers: true, timeoutMs: null, places: Infinity });
  expect(isAnyOn(settings)).toBe(true);
  expect(warnings).toEqual([]);
});

test('all parts are switched off together', () => {
  const { settings } = read({ NUNCHI_CHASSIS: 'off', NUNCHI_TIMEOUT_MS: '5' });
  expect(isAnyOn(settings)).toBe(false);
});

test('peers without a limit, in any case', () => {
  const { settings } = read({ NUNCHI_TIMEOUT_EXCEPT: 'Queue:80, search ,' });
  expect([...settings.unlimitedPeers]).toEqual(['queue:80', 'search']);
});

test.each([
  ['NUNCHI_TIMEOUT_MS', 'soon'],
  ['NUNCHI_TIMEOUT_MS', '-1'],
  ['NUNCHI_BULKHEAD', '1.5'],
  ['NUNCHI_BULKHEAD_QUEUE', 'long'],
])('%s=%s: one warning, and the default', (name, value) => {
  const { settings, warnings } = read({ [name]: value });
  expect(settings).toEqual(read({}).settings);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain(`${name} is "${value}"`);
});
