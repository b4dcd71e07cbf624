import { afterEach, expect, test, vi } from 'vitest';
import { describeProcess } from './resource.ts';

afterEach(() => void vi.unstubAllEnvs());

test('the process says who it is by itself', () => {
  const { attributes, asyncAttributesPending } = describeProcess();
  expect(asyncAttributesPending).toBeFalsy();
  expect(attributes).toMatchObject({
    'service.name': expect.stringMatching(/./),
    'service.instance.id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'host.name': expect.stringMatching(/./),
    'process.pid': process.pid,
    'process.runtime.name': 'nodejs',
    'telemetry.sdk.language': 'nodejs',
    'telemetry.distro.name': '@nunchi/agent',
  });
  expect(Object.keys(attributes)).not.toContain('process.command_args');
});

test('the environment knows better', () => {
  vi.stubEnv('OTEL_SERVICE_NAME', 'checkout');
  vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', 'service.instance.id=checkout-1,service.name=x,team=shop');
  expect(describeProcess().attributes).toMatchObject({
    'service.name': 'checkout',
    'service.instance.id': 'checkout-1',
    team: 'shop',
  });
});
