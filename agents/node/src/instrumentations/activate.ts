import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { MeterProvider, TracerProvider } from '@opentelemetry/api';
import type { LoggerProvider } from '@opentelemetry/api-logs';
import { type Instrumentation, registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { RuntimeNodeInstrumentation } from '@opentelemetry/instrumentation-runtime-node';
import type { Diagnostics } from '../context.ts';
import { noteCaller, tellCallers } from '../correlation/response.ts';
import { words } from '../diagnostics.ts';
import { hookModules } from '../hooks/module-hooks.ts';
import { BunyanInstrumentation } from '../logs/bunyan.ts';
import { ConsoleInstrumentation } from '../logs/console.ts';
import { type Instrumenting, withCorrelation } from '../logs/pino.ts';
import { WinstonInstrumentation } from '../logs/winston.ts';
import { headersAsObject } from '../outgoing/header-lists.ts';
import { tracedUndici } from '../outgoing/undici-span.ts';
import { type Allowed, CATALOGUE, type Instrumented } from './catalogue.ts';
import { followFastify } from './fastify.ts';
import { isOtherAgent } from './other-agents.ts';

export interface Providers {
  readonly tracerProvider: TracerProvider;
  readonly meterProvider: MeterProvider;
  readonly loggerProvider: LoggerProvider;
}

export interface Activation {
  readonly providers: Providers;
  readonly allowed: Allowed;
  readonly diagnostics: Diagnostics;
  /** Somebody gets the log records: the console is looked after only then. */
  readonly sendsLogs: boolean;
  /** More instrumentations of the agent's own, each with the package that it looks after. */
  readonly own: ReadonlyMap<string, () => Instrumentation>;
}

/** Activates what Node itself needs now, the rest when it is needed; answers the names so far. */
export function activateInstrumentations(activation: Activation): () => readonly string[] {
  const active: string[] = [];
  const activate = (name: string, create: () => Instrumentation) => {
    if (!activation.allowed(name)) return;
    try {
      registerInstrumentations({ instrumentations: [create()], ...activation.providers });
      active.push(name);
      activation.diagnostics.debug(`instrumentation ${name} is active`);
    } catch (error) {
      activation.diagnostics.error(`instrumentation ${name} is off: ${words(error)}`);
    }
  };

  activate('http', () => {
    tellCallers();
    return new HttpInstrumentation({
      startOutgoingSpanHook: (options) => {
        if (Array.isArray(options.headers)) {
          Object.assign(options, { headers: headersAsObject(options.headers) });
        }
        return {};
      },
      responseHook: (_, response) => noteCaller(response),
    });
  });
  activate('undici', tracedUndici);
  activate('runtime-node', () => new RuntimeNodeInstrumentation());
  if (activation.sendsLogs) activate('console', () => new ConsoleInstrumentation());
  patchBuiltins();
  followFastify();

  const waiting = new Map<string, () => void>();
  for (const entry of CATALOGUE) {
    const once = onlyOnce(() => {
      const isCovered = entry.unless !== undefined && active.includes(entry.unless);
      if (!isCovered) activate(entry.name, () => fromBundle(entry, activation.sendsLogs));
    });
    for (const name of entry.packages) waiting.set(name, once);
  }
  for (const [name, create] of [...LOGGERS, ...activation.own]) {
    waiting.set(
      name,
      onlyOnce(() => activate(name, create)),
    );
  }
  hookModules({
    packages: new Set(waiting.keys()),
    onFirstUse: (name) => waiting.get(name)?.(),
    isRefused(name, url) {
      const isOther = isOtherAgent(name, url);
      if (isOther) activation.diagnostics.warn(`${name} steps back: this agent was loaded first`);
      return isOther;
    },
  });
  return () => active;
}

function onlyOnce(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}

/**
 * OpenTelemetry's instrumentation of bunyan knows version 1 alone and misses loggers made by a
 * named import; that of winston sends by a package which is not among its dependencies.
 */
const LOGGERS = [
  ['bunyan', () => new BunyanInstrumentation()],
  ['winston', () => new WinstonInstrumentation()],
] as const;

const requireHere = createRequire(import.meta.url);

/**
 * The instrumentations wrap a built-in module when it is required; named ESM imports of built-ins
 * follow only after this call, so that applications need no loader for them.
 */
function patchBuiltins(): void {
  requireHere('http');
  requireHere('https');
  syncBuiltinESMExports();
}

const CONFIG: Readonly<Record<string, object>> = {
  // To take a connection out of a pool is no call of the database, and would count as one.
  pg: { ignoreConnectSpans: true },
};

/** The package that brings all instrumentations is resolved, never loaded. */
function fromBundle({ name, exported }: Instrumented, sendsLogs: boolean): Instrumentation {
  const bundle = createRequire(requireHere.resolve('@opentelemetry/auto-instrumentations-node'));
  const module: Record<string, Instrumenting> = bundle(`@opentelemetry/instrumentation-${name}`);
  const Class = module[exported];
  if (!Class) throw new Error(`its package has no ${exported}`);
  return name === 'pino' ? withCorrelation(Class, sendsLogs) : new Class(CONFIG[name] ?? {});
}
