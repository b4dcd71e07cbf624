import type { AttributeValue } from '@opentelemetry/api';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import type { AgentContext, Diagnostics, Running } from './context.ts';
import { startControl } from './control.ts';
import { adoptOpenTelemetryDiagnostics, createDiagnostics, LEVELS, words } from './diagnostics.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { checkProtocols, type Destination, destinationOf } from './export/destination.ts';
import { prepareHealth } from './health/start.ts';
import { startIncoming } from './incoming/start.ts';
import { activateInstrumentations } from './instrumentations/activate.ts';
import { allowedInstrumentations } from './instrumentations/catalogue.ts';
import { hasOtherSdk } from './instrumentations/other-agents.ts';
import { measureOutboxes } from './metrics/outboxes.ts';
import { measureProcess } from './metrics/process.ts';
import { PromClientBridge, PromClientInstrumentation } from './metrics/prom-client.ts';
import { describeProcess } from './resource.ts';
import { createSampling } from './sampling.ts';
import { readSettings, type Settings } from './settings.ts';
import { stopWithHost } from './shutdown.ts';
import { startSignals } from './signals.ts';
import { startupLine } from './startup-line.ts';
import { VERSION } from './version.ts';

export { VERSION };

/** Starts everything, in order. Throws nothing: a host must run as well without its agent. */
export function start(env: Readonly<NodeJS.ProcessEnv> = process.env): void {
  const { diagnostics, environment, isDisabled } = begin(env);
  if (isDisabled) return;
  if (hasOtherSdk()) {
    diagnostics.warn('it steps back: another OpenTelemetry SDK was loaded first');
    return;
  }
  try {
    startParts(environment, diagnostics);
  } catch (error) {
    diagnostics.error(`it could not start, the application runs without it: ${words(error)}`);
  }
}

/** Says why, and starts nothing. */
export function stepBack(why: string, env: Readonly<NodeJS.ProcessEnv> = process.env): void {
  const { diagnostics, isDisabled } = begin(env);
  if (!isDisabled) diagnostics.warn(why);
}

function begin(env: Readonly<NodeJS.ProcessEnv>) {
  const diagnostics = createDiagnostics({ write, now: Date.now, level: env.OTEL_LOG_LEVEL });
  const environment = readEnvironment(env, diagnostics.warn);
  environment.choice('OTEL_LOG_LEVEL', LEVELS, 'warn');
  const isDisabled = environment.choice('OTEL_SDK_DISABLED', ['true', 'false'], 'false') === 'true';
  return { diagnostics, environment, isDisabled };
}

function write(line: string): void {
  process.stderr.write(line);
}

function startParts(env: Environment, diagnostics: Diagnostics): void {
  adoptOpenTelemetryDiagnostics(diagnostics, env.variables.OTEL_LOG_LEVEL);
  setGlobalErrorHandler((error) => diagnostics.warn(words(error)));

  const settings = readSettings(env);
  const sampling = createSampling(env);
  checkProtocols(env);

  const resource = describeProcess(env);
  const promClient = new PromClientBridge();
  const health = prepareHealth({
    env,
    logger: diagnostics,
    registries: () => promClient.registries,
  });
  const signals = startSignals({
    env,
    settings,
    resource,
    sampler: sampling.sampler,
    producers: [promClient],
    readers: health.readers,
    diagnostics,
  });
  const meter = signals.meterProvider.getMeter('@nunchi/agent', VERSION);
  const incoming = startIncoming({ env, meter, logger: diagnostics });
  const activeNames = activateInstrumentations({
    providers: signals,
    allowed: allowedInstrumentations(env),
    diagnostics,
    sendsLogs: settings.logs !== undefined,
    own: new Map([['prom-client', () => new PromClientInstrumentation(promClient)]]),
  });
  measureProcess(meter);
  measureOutboxes(meter, signals.outboxes);

  const attributes = resolved(resource.attributes);
  const startup = startupLine({
    write,
    quiet: settings.quiet,
    who: `${attributes['service.name']} (instance ${attributes['service.instance.id']})`,
    to: firstDestination(settings, env),
    outboxes: [...signals.outboxes.values()],
    instrumented: activeNames,
    begin: () => health.listen(incoming),
  });
  const control = controlled({
    resource: attributes,
    meter,
    logger: diagnostics,
    sampling: sampling.control,
    env,
  });
  stopWithHost({
    begin: health.stopping,
    drain: incoming.drain,
    async stop(signal) {
      // Whoever ends early shall know, too; what is sent now tells whether it arrives.
      signal.addEventListener('abort', startup.sayNow, { once: true });
      const leaving = control.then((running) => running.stop());
      await Promise.allSettled([signals.flush(signal, true), leaving]);
      startup.sayNow();
    },
    flush: (signal) => signals.flush(signal),
  });
}

/** Control from outside is worth having, but telemetry does not depend on it. */
async function controlled(agent: AgentContext): Promise<Running> {
  try {
    return await startControl(agent);
  } catch (error) {
    agent.logger.error(`breakers and remote configuration are off: ${words(error)}`);
    return { stop: () => Promise.resolve() };
  }
}

function firstDestination(settings: Settings, env: Environment): Destination | undefined {
  const signal = (['traces', 'logs', 'metrics'] as const).find((each) => settings[each]);
  return signal && destinationOf(signal, env);
}

function resolved(attributes: object): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => value !== undefined && value !== null),
  );
}
