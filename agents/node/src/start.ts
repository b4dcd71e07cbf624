import type { AttributeValue } from '@opentelemetry/api';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import type { AgentContext, Diagnostics, Running } from './context.ts';
import { startControl } from './control.ts';
import { adoptOpenTelemetryDiagnostics, createDiagnostics, words } from './diagnostics.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { destinationOf, exportProblems } from './export/destination.ts';
import { prepareHealth } from './health/start.ts';
import { startIncoming } from './incoming/start.ts';
import { activateInstrumentations } from './instrumentations/activate.ts';
import { allowedInstrumentations } from './instrumentations/catalogue.ts';
import { measureOutboxes } from './metrics/outboxes.ts';
import { measureProcess } from './metrics/process.ts';
import { PromClientBridge, PromClientInstrumentation } from './metrics/prom-client.ts';
import { describeProcess } from './resource.ts';
import { createSampling } from './sampling.ts';
import { readSettings } from './settings.ts';
import { stopWithHost } from './shutdown.ts';
import { startSignals } from './signals.ts';
import { VERSION } from './version.ts';

/** Starts everything, in order. Throws nothing: a host must run as well without its agent. */
export function start(env: Readonly<NodeJS.ProcessEnv> = process.env): void {
  if (env.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true') return;
  const level = env.OTEL_LOG_LEVEL;
  const write = (line: string) => void process.stderr.write(line);
  const diagnostics = createDiagnostics({ write, now: Date.now, level });
  try {
    startParts(readEnvironment(env, diagnostics.warn), diagnostics, write);
  } catch (error) {
    diagnostics.error(`it could not start, the application runs without it: ${words(error)}`);
  }
}

function startParts(
  environment: Environment,
  diagnostics: Diagnostics,
  write: (line: string) => void,
): void {
  const env = environment.variables;
  adoptOpenTelemetryDiagnostics(diagnostics, env.OTEL_LOG_LEVEL);
  setGlobalErrorHandler((error) => diagnostics.warn(words(error)));

  const settings = readSettings(environment);
  const sampling = createSampling(env);
  const problems = [...exportProblems(env), sampling.problem ?? []].flat();
  for (const problem of problems) diagnostics.warn(problem);

  const resource = describeProcess();
  const promClient = new PromClientBridge();
  const health = prepareHealth({
    env: environment,
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
  const incoming = startIncoming({ env: environment, meter, logger: diagnostics });
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
  const announce = onceAnnounced(async (isEnding) => {
    const healthUrl = isEnding ? undefined : await health.listen(incoming);
    if (settings.quiet) return;
    const to = destinationOf('traces', env).url.origin;
    const { 'service.name': name, 'service.instance.id': instance } = attributes;
    const names = [...activeNames()].sort().join(', ');
    const probes = healthUrl === undefined ? '' : `; health on ${healthUrl}`;
    write(
      `nunchi agent: ${name} (instance ${instance}) sends to ${to}; instruments ${names}${probes}\n`,
    );
  });
  const control = controlled({
    resource: attributes,
    meter,
    logger: diagnostics,
    sampling: sampling.control,
    env: environment,
  });
  stopWithHost({
    begin: health.stopping,
    drain: incoming.drain,
    async stop(signal) {
      announce(true);
      const leaving = control.then((running) => running.stop());
      await Promise.allSettled([signals.flush(signal, true), leaving]);
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

/** The start-up line waits for the application's modules, which say what is instrumented. */
function onceAnnounced(say: (isEnding: boolean) => Promise<void>): (isEnding: boolean) => void {
  let said = false;
  const once = (isEnding: boolean) => {
    if (said) return;
    said = true;
    // A rejection that nobody handles would end the host.
    say(isEnding).catch(() => undefined);
  };
  setTimeout(once, 1000, false).unref();
  return once;
}

function resolved(attributes: object): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => value !== undefined && value !== null),
  );
}
