import { expect, it } from 'vitest';
import type { Instance } from '../../../shared/instances/registry.ts';
import { explainConfig, formatConfig, readHealth } from './instances.ts';

it('explains whether the configuration is in force', () => {
  const say = (configStatus: Instance['configStatus'], configError = ''): string =>
    explainConfig({ configStatus, configError });
  expect(say('failed', 'unknown key "sampling.rate"')).toBe(
    'Failed: unknown key "sampling.rate". It keeps what it had.',
  );
  expect(say('failed')).toMatch(/gave no reason/);
  expect(say('applied')).toMatch(/^Applied/);
  expect(say('applying')).toMatch(/^Waiting/);
  expect(say('unset')).toMatch(/^Nothing is wanted/);
});

it('writes configurations so that they can be compared, and text as it is', () => {
  expect(formatConfig({ b: [{ d: 1, c: 2 }], a: null })).toBe(
    JSON.stringify({ a: null, b: [{ c: 2, d: 1 }] }, null, 2),
  );
  expect(formatConfig('not json')).toBe('not json');
});

it('reads health, and nothing that is none', () => {
  expect(readHealth({ healthy: true, status: 'running' })).toEqual({
    healthy: true,
    status: 'running',
    lastError: '',
  });
  expect(readHealth(null)).toBeUndefined();
  expect(readHealth('ill')).toBeUndefined();
});
