import { expect, it } from 'vitest';
import { SettingsReader } from '../runtime/settings.ts';
import { readOwnTelemetry } from './settings.ts';

const read = (env: Record<string, string>) => readOwnTelemetry(new SettingsReader(env));

it.each([
  [{}, 'http://127.0.0.1:4318'],
  [{ NUNCHI_HOST: '0.0.0.0', NUNCHI_COLLECTOR_PORT: '14318' }, 'http://127.0.0.1:14318'],
  [{ NUNCHI_HOST: '::' }, 'http://[::1]:4318'],
  [{ NUNCHI_SELF_TELEMETRY_URL: 'https://in.example' }, 'https://in.example/'],
])('%j: every ten seconds to %s', (env, collectorUrl) => {
  expect(read(env)).toEqual({ ownTelemetryMs: 10_000, collectorUrl });
});

it('can be turned off', () => {
  expect(read({ NUNCHI_SELF_TELEMETRY_SECONDS: '0' }).ownTelemetryMs).toBe(0);
});
