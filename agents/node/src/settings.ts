import type { Environment } from './environment.ts';

/** What the environment says about the agent, complete; times in milliseconds. */
export interface Settings {
  readonly quiet: boolean;
  readonly traces: BatchSettings | undefined;
  readonly logs: BatchSettings | undefined;
  readonly metrics: MetricSettings | undefined;
  readonly spanLimits: Limits;
  readonly logLimits: Limits;
  /** Most that waits for the collector, for each signal. */
  readonly outboxBytes: number;
}

export interface BatchSettings {
  readonly scheduledDelayMillis: number;
  readonly maxQueueSize: number;
  readonly maxExportBatchSize: number;
}

export interface MetricSettings {
  readonly intervalMs: number;
}

export interface Limits {
  readonly attributeCountLimit?: number;
  readonly attributeValueLengthLimit?: number;
}

/** `OTEL_*` as OpenTelemetry's specification has them, with defaults for seeing things soon. */
export function readSettings(env: Environment): Settings {
  const batch = (prefix: string): BatchSettings => {
    const count = (name: string, fallback: number) =>
      env.number(`${prefix}_${name}`, fallback, { least: 1, whole: true });
    const maxQueueSize = count('MAX_QUEUE_SIZE', 2048);
    return {
      scheduledDelayMillis: env.number(`${prefix}_SCHEDULE_DELAY`, 1000, { least: 0 }),
      maxQueueSize,
      maxExportBatchSize: Math.min(count('MAX_EXPORT_BATCH_SIZE', 512), maxQueueSize),
    };
  };
  const limits = (prefix: string): Limits => {
    const limit = (name: string): number | undefined => {
      const common = env.number(`OTEL_ATTRIBUTE_${name}`, Infinity, { least: 0, whole: true });
      const own = env.number(`${prefix}_ATTRIBUTE_${name}`, common, { least: 0, whole: true });
      return own === Infinity ? undefined : own;
    };
    const count = limit('COUNT_LIMIT');
    const length = limit('VALUE_LENGTH_LIMIT');
    return {
      ...(count !== undefined && { attributeCountLimit: count }),
      ...(length !== undefined && { attributeValueLengthLimit: length }),
    };
  };
  const wanted = (signal: string): boolean =>
    env.choice(`OTEL_${signal}_EXPORTER`, ['otlp', 'none'], 'otlp') === 'otlp';
  return {
    quiet: env.flag('NUNCHI_AGENT_QUIET', false),
    traces: wanted('TRACES') ? batch('OTEL_BSP') : undefined,
    logs: wanted('LOGS') ? batch('OTEL_BLRP') : undefined,
    metrics: wanted('METRICS')
      ? { intervalMs: env.number('OTEL_METRIC_EXPORT_INTERVAL', 10_000, { least: 1 }) }
      : undefined,
    spanLimits: limits('OTEL_SPAN'),
    logLimits: limits('OTEL_LOGRECORD'),
    outboxBytes: env.number('NUNCHI_AGENT_QUEUE_MB', 4, { least: 0.01 }) * 1024 * 1024,
  };
}
