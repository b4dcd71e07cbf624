import { expect, test } from 'vitest';
import { readEnvironment } from '../environment.ts';
import { checkProtocols, destinationOf } from './destination.ts';

function read(variables: Record<string, string>) {
  const problems: string[] = [];
  return { env: readEnvironment(variables, (problem) => problems.push(problem)), problems };
}
const destination = (variables: Record<string, string>) =>
  destinationOf('traces', read(variables).env);

test('nothing said → the collector on this machine, uncompressed', () => {
  const { url, gzip, timeoutMs } = destination({});
  expect(url.href).toBe('http://127.0.0.1:4318/v1/traces');
  expect([gzip, timeoutMs]).toEqual([false, 10_000]);
});

test('another machine → gzip', () => {
  const { url, gzip } = destination({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'https://telemetry.example/a/',
  });
  expect(url.href).toBe('https://telemetry.example/a/v1/traces');
  expect(gzip).toBe(true);
});

test("what is said for the signal counts more; compression is the user's choice", () => {
  const { url, gzip, timeoutMs, headers } = destination({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a.example',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://b.example/custom',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'none',
    OTEL_EXPORTER_OTLP_TIMEOUT: '1500',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=secret%20word,tenant=a',
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'tenant=b=c',
  });
  expect(url.href).toBe('http://b.example/custom');
  expect([gzip, timeoutMs]).toEqual([false, 1500]);
  expect(headers).toMatchObject({
    authorization: 'secret word',
    tenant: 'b=c',
    'Content-Type': 'application/x-protobuf',
  });
});

test('headers that would break every request are left out, and not shown', () => {
  const { env, problems } = read({ OTEL_EXPORTER_OTLP_HEADERS: 'a=b%0Ac,secret,d e=f,g=h' });
  const { headers } = destinationOf('traces', env);
  expect(headers).toMatchObject({ g: 'h' });
  expect(Object.keys(headers)).toHaveLength(3);
  expect(problems).toHaveLength(1);
  expect(problems[0]).not.toContain('secret');
});

test('another protocol is refused in words', () => {
  const good = read({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' });
  checkProtocols(good.env);
  expect(good.problems).toEqual([]);
  const bad = read({ OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'grpc' });
  checkProtocols(bad.env);
  expect(bad.problems).toEqual([
    'OTEL_EXPORTER_OTLP_LOGS_PROTOCOL is "grpc", not one of http/protobuf; http/protobuf is used',
  ]);
});
