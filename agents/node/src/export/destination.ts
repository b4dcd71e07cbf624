import type { Agent } from 'node:http';
import { convertLegacyHttpOptions } from '@opentelemetry/otlp-exporter-base/node-http';

export type Signal = 'traces' | 'logs' | 'metrics';

const DEFAULT_ENDPOINT = 'http://127.0.0.1:4318';
const LOOPBACK = /^(localhost|127\.|\[::1\])/;

/** Where one signal goes, and how. Headers may hold secrets: they are never printed. */
export interface Destination {
  readonly url: URL;
  readonly headers: () => Promise<Record<string, string>>;
  readonly gzip: boolean;
  readonly timeoutMs: number;
  /** One for all requests: it keeps the connection. */
  readonly agent: () => Promise<Agent>;
}

/**
 * Reads OpenTelemetry's own variables, the signal's before the common ones. Where they say
 * nothing: the collector on this machine; gzip only towards other machines, since on this one it
 * costs processor time and saves nothing.
 */
export function destinationOf(signal: Signal, env: Readonly<NodeJS.ProcessEnv>): Destination {
  const own = (name: string) =>
    env[`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_${name}`] ?? env[`OTEL_EXPORTER_OTLP_${name}`];
  const path = `v1/${signal}`;
  const merged = convertLegacyHttpOptions(
    own('ENDPOINT') ? {} : { url: `${DEFAULT_ENDPOINT}/${path}` },
    signal.toUpperCase(),
    path,
    { 'Content-Type': 'application/x-protobuf' },
  );
  const url = new URL(merged.url);
  let agent: Promise<Agent> | undefined;
  return {
    url,
    headers: merged.headers,
    gzip: own('COMPRESSION') ? String(merged.compression) === 'gzip' : !LOOPBACK.test(url.hostname),
    timeoutMs: merged.timeoutMillis,
    agent: () => (agent ??= Promise.resolve(merged.agentFactory(url.protocol))),
  };
}

/** What the variables ask for and this agent does not do, in sentences. */
export function exportProblems(env: Readonly<NodeJS.ProcessEnv>): string[] {
  const names = ['', 'TRACES_', 'LOGS_', 'METRICS_'].map(
    (signal) => `OTEL_EXPORTER_OTLP_${signal}PROTOCOL`,
  );
  return names
    .filter((name) => env[name] && env[name] !== 'http/protobuf')
    .map((name) => `${name} asks for ${env[name]}; this agent sends http/protobuf`);
}
