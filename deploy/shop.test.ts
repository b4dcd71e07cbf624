import { expect, it } from 'vitest';
import { partsOf } from './parts.ts';
import { readLauncherSettings } from './settings.ts';

const named = (args: string[], env = {}) =>
  partsOf(readLauncherSettings(env, args)).map((step) => step.map(({ name }) => name));

it('comes with --demo alone: its database first, its services after the stack, visitors last', () => {
  const stack = ['collector', 'query-api', 'control-loop'];
  const services = ['gateway', 'catalogue', 'checkout-1', 'checkout-2', 'payment', 'shipping'];
  const shop = [[...services, 'email', 'cart'], ['load']];
  expect(named([])).toEqual([['clickhouse'], stack]);
  expect(named(['--demo'])).toEqual([['clickhouse', 'database'], stack, ...shop]);
  const server = { CLICKHOUSE_URL: 'http://127.0.0.1:8123' };
  expect(named(['--demo'], server)).toEqual([[...stack, 'database'], ...shop]);
});

it('runs its services under the agent, which sends to this stack', () => {
  const env = { NUNCHI_COLLECTOR_PORT: '5318', NUNCHI_CONTROL_PORT: '5320' };
  const parts = partsOf(readLauncherSettings(env, ['--demo'])).flat();
  const checkout = parts.find(({ name }) => name === 'checkout-2');
  expect(checkout?.nodeOptions?.join(' ')).toContain('--import @nunchi/agent');
  expect(checkout?.env).toMatchObject({
    OTEL_SERVICE_NAME: 'checkout',
    OTEL_RESOURCE_ATTRIBUTES: expect.stringContaining('service.instance.id=checkout-2'),
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:5318',
    NUNCHI_OPAMP_ENDPOINT: 'http://127.0.0.1:5320/v1/opamp',
  });
  for (const plain of ['load', 'database']) {
    const options = parts.find(({ name }) => name === plain)?.nodeOptions?.join(' ');
    expect(options, plain).not.toContain('agent');
  }
});

it('stays away long enough to be missed: four heartbeats of five seconds', () => {
  const parts = partsOf(readLauncherSettings({}, ['--demo'])).flat();
  expect(parts.find(({ name }) => name === 'payment')?.backoff?.firstMs).toBeGreaterThan(20_000);
});

it('says which of its settings makes no sense, together with the others', () => {
  const env = { NUNCHI_SHOP_PAYMENT_PORT: 'x', NUNCHI_QUERY_PORT: 'y' };
  expect(() => readLauncherSettings(env, ['--demo'])).toThrow(
    /NUNCHI_QUERY_PORT.*NUNCHI_SHOP_PAYMENT_PORT=x is not a whole number/,
  );
});
