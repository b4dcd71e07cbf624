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
  readonly problems: readonly string[];
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

type Environment = Readonly<NodeJS.ProcessEnv>;

/** `OTEL_*` as OpenTelemetry's specification has them, with defaults for seeing things soon. */
export function readSettings(env: Environment): Settings {
  const problems: string[] = [];
  const number = (name: string, least: number): number | undefined => {
    const text = env[name]?.trim();
    if (!text) return undefined;
    const value = Number(text);
    if (Number.isFinite(value) && value >= least) return value;
    problems.push(`${name} is "${text}", not a number from ${least} on; the default is used`);
    return undefined;
  };
  const batch = (prefix: string): BatchSettings => {
    const maxQueueSize = number(`${prefix}_MAX_QUEUE_SIZE`, 1) ?? 2048;
    return {
      scheduledDelayMillis: number(`${prefix}_SCHEDULE_DELAY`, 0) ?? 1000,
      maxQueueSize,
      maxExportBatchSize: Math.min(
        number(`${prefix}_MAX_EXPORT_BATCH_SIZE`, 1) ?? 512,
        maxQueueSize,
      ),
    };
  };
  const limits = (prefix: string): Limits => {
    const count =
      number(`${prefix}_ATTRIBUTE_COUNT_LIMIT`, 0) ?? number('OTEL_ATTRIBUTE_COUNT_LIMIT', 0);
    const length =
      number(`${prefix}_ATTRIBUTE_VALUE_LENGTH_LIMIT`, 0) ??
      number('OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', 0);
    return {
      ...(count !== undefined && { attributeCountLimit: count }),
      ...(length !== undefined && { attributeValueLengthLimit: length }),
    };
  };
  const wanted = (signal: string): boolean => {
    const name = `OTEL_${signal}_EXPORTER`;
    const exporter = env[name]?.trim().toLowerCase() || 'otlp';
    if (exporter !== 'otlp' && exporter !== 'none') {
      problems.push(`${name} names "${exporter}"; this agent knows otlp and none, and uses otlp`);
    }
    return exporter !== 'none';
  };
  return {
    quiet: isTrue(env.NUNCHI_AGENT_QUIET),
    traces: wanted('TRACES') ? batch('OTEL_BSP') : undefined,
    logs: wanted('LOGS') ? batch('OTEL_BLRP') : undefined,
    metrics: wanted('METRICS')
      ? { intervalMs: number('OTEL_METRIC_EXPORT_INTERVAL', 1) ?? 10_000 }
      : undefined,
    spanLimits: limits('OTEL_SPAN'),
    logLimits: limits('OTEL_LOGRECORD'),
    outboxBytes: (number('NUNCHI_AGENT_QUEUE_MB', 0.01) ?? 4) * 1024 * 1024,
    problems,
  };
}

export function isTrue(value: string | undefined): boolean {
  return value === '1' || value?.trim().toLowerCase() === 'true';
}
