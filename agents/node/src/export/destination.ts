import { readFileSync } from 'node:fs';
import http, { validateHeaderName, validateHeaderValue } from 'node:http';
import https from 'node:https';
import type { Environment } from '../environment.ts';
import { LONGEST_MS } from '../settings.ts';
import { VERSION } from '../version.ts';
import { lookup } from './lookup.ts';

export type Signal = 'traces' | 'logs' | 'metrics';

const DEFAULT_ENDPOINT = 'http://127.0.0.1:4318';
const DEFAULT_TIMEOUT_MS = 10_000;
const LOOPBACK = /^(localhost|127\.|\[::1\])/;
const COMPRESSIONS = ['gzip', 'none'] as const;
const PROTOCOLS = ['http/protobuf'] as const;

/** Where one signal goes, and how. Headers may hold secrets: they are never printed. */
export interface Destination {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly gzip: boolean;
  readonly timeoutMs: number;
  /** One for all requests: it keeps the connection. */
  readonly agent: http.Agent;
}

/**
 * Reads OpenTelemetry's own variables, the signal's before the common ones. Where they say
 * nothing: the collector on this machine; gzip only towards other machines, since on this one it
 * costs processor time and saves nothing.
 */
export function destinationOf(signal: Signal, env: Environment): Destination {
  const url = urlOf(signal, env);
  return {
    url,
    headers: headersOf(signal, env),
    gzip: gzipOf(signal, env, url),
    timeoutMs: narrowed(signal, 'TIMEOUT', DEFAULT_TIMEOUT_MS, (name, fallback) =>
      env.number(name, fallback, { least: 1, most: LONGEST_MS }),
    ),
    agent: agentOf(signal, env, url),
  };
}

/** Another protocol is refused in words. */
export function checkProtocols(env: Environment): void {
  for (const signal of ['', 'TRACES_', 'LOGS_', 'METRICS_']) {
    env.choice(`OTEL_EXPORTER_OTLP_${signal}PROTOCOL`, PROTOCOLS, 'http/protobuf');
  }
}

function nameOf(signal: Signal, name: string): string {
  return `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_${name}`;
}

/** The common variable, then the signal's, each with what holds if it says nothing. */
function narrowed<Value>(
  signal: Signal,
  name: string,
  fallback: Value,
  read: (variable: string, fallback: Value) => Value,
): Value {
  return read(nameOf(signal, name), read(`OTEL_EXPORTER_OTLP_${name}`, fallback));
}

function urlOf(signal: Signal, env: Environment): URL {
  const common = env.url('OTEL_EXPORTER_OTLP_ENDPOINT', DEFAULT_ENDPOINT);
  common.pathname = `${common.pathname.replace(/\/$/, '')}/v1/${signal}`;
  return env.url(nameOf(signal, 'ENDPOINT'), common.href);
}

function gzipOf(signal: Signal, env: Environment, { hostname }: URL): boolean {
  const usual = LOOPBACK.test(hostname) ? 'none' : 'gzip';
  const compression = narrowed(signal, 'COMPRESSION', usual, (name, fallback) =>
    env.choice(name, COMPRESSIONS, fallback),
  );
  return compression === 'gzip';
}

function headersOf(signal: Signal, env: Environment): Record<string, string> {
  return {
    'User-Agent': `OTel-OTLP-Exporter-JavaScript @nunchi/agent/${VERSION}`,
    ...statedHeaders('OTEL_EXPORTER_OTLP_HEADERS', env),
    ...statedHeaders(nameOf(signal, 'HEADERS'), env),
    'Content-Type': 'application/x-protobuf',
  };
}

/** `name=value` between commas, percent-encoded; what would break a request is left out. */
function statedHeaders(variable: string, env: Environment): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const member of env.list(variable)) {
    const at = member.indexOf('=');
    try {
      const name = decodeURIComponent(member.slice(0, Math.max(0, at)).trim());
      const value = decodeURIComponent(member.slice(at + 1).trim());
      validateHeaderName(name);
      validateHeaderValue(name, value);
      headers[name] = value;
    } catch {
      env.wrong(variable, 'a list of name=value, percent-encoded', 'the wrong ones are left out');
    }
  }
  return headers;
}

function agentOf(signal: Signal, env: Environment, { protocol }: URL): http.Agent {
  const file = (name: string) => fileOf(env, nameOf(signal, name), `OTEL_EXPORTER_OTLP_${name}`);
  const [ca, cert, key] = ['CERTIFICATE', 'CLIENT_CERTIFICATE', 'CLIENT_KEY'].map(file);
  if (protocol === 'http:') return new http.Agent({ keepAlive: true, lookup });
  const secrets = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
  return new https.Agent({ keepAlive: true, lookup, ...secrets });
}

/** What the first variable that is set points to. */
function fileOf({ variables, wrong }: Environment, ...names: string[]): Buffer | undefined {
  const name = names.find((each) => variables[each]?.trim());
  if (name === undefined) return undefined;
  try {
    return readFileSync(variables[name]?.trim() ?? '');
  } catch {
    wrong(name, 'a file that can be read', 'none is used');
    return undefined;
  }
}
