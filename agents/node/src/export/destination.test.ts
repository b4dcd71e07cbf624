import { afterEach, expect, test, vi } from 'vitest';
import { destinationOf, exportProblems } from './destination.ts';

afterEach(() => void vi.unstubAllEnvs());

/** Some of OpenTelemetry's readers look at the process' own environment. */
function destination(env: Record<string, string>) {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  return destinationOf('traces', env);
}

test('nothing said → the collector on this machine, uncompressed', () => {
  const { url, gzip } = destination({});
  expect(url.href).toBe('http://127.0.0.1:4318/v1/traces');
  expect(gzip).toBe(false);
});

test('all requests share one agent', async () => {
  const { agent } = destination({});
  expect(await agent()).toBe(await agent());
});

test('another machine → gzip', () => {
  const { url, gzip } = destination({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://telemetry.example' });
  expect(url.href).toBe('https://telemetry.example/v1/traces');
  expect(gzip).toBe(true);
});

test("what is said for the signal counts more; compression is the user's choice", async () => {
  const { url, gzip, timeoutMs, headers } = destination({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a.example',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://b.example/custom',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'none',
    OTEL_EXPORTER_OTLP_TIMEOUT: '1500',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=secret',
  });
  expect(url.href).toBe('http://b.example/custom');
  expect([gzip, timeoutMs]).toEqual([false, 1500]);
  expect(await headers()).toMatchObject({ authorization: 'secret' });
});

test('another protocol is refused in words', () => {
  expect(exportProblems({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' })).toEqual([]);
  expect(exportProblems({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' })).toEqual([
    'OTEL_EXPORTER_OTLP_PROTOCOL asks for grpc; this agent sends http/protobuf',
  ]);
});
