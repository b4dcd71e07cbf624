import type { Environment } from './environment.ts';

/** What the environment says about the agent, complete; times in milliseconds. */
export interface Settings {
  readonly quiet: boolean;
  readonly traces: BatchSettings | undefined;
  readonly logs: BatchSettings | undefined;
  readonly metrics: MetricSettings | undefined;
  readonly spanLimits: SpanLimits;
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

export interface SpanLimits extends Limits {
  readonly eventCountLimit?: number;
  readonly linkCountLimit?: number;
  readonly attributePerEventCountLimit?: number;
  readonly attributePerLinkCountLimit?: number;
}

export interface Limits {
  readonly attributeCountLimit?: number;
  readonly attributeValueLengthLimit?: number;
}

/** What timers can do; above, Node takes 1 ms instead. */
export const LONGEST_MS = 2_147_483_647;
const MOST_RECORDS = 1_000_000;

/** `OTEL_*` as OpenTelemetry's specification has them, with defaults for seeing things soon. */
export function readSettings(env: Environment): Settings {
  const batch = (prefix: string): BatchSettings => {
    const count = (name: string, fallback: number) =>
      env.number(`${prefix}_${name}`, fallback, { least: 1, most: MOST_RECORDS, whole: true });
    const maxQueueSize = count('MAX_QUEUE_SIZE', 2048);
    return {
      scheduledDelayMillis: env.number(`${prefix}_SCHEDULE_DELAY`, 1000, {
        least: 0,
        most: LONGEST_MS,
      }),
      maxQueueSize,
      maxExportBatchSize: Math.min(count('MAX_EXPORT_BATCH_SIZE', 512), maxQueueSize),
    };
  };
  const limit = (name: string, least: number, fallback = Infinity) =>
    env.number(name, fallback, { least, whole: true });
  const limits = (prefix: string): Limits => {
    const narrowed = (name: string, least: number) =>
      limit(`${prefix}_ATTRIBUTE_${name}`, least, limit(`OTEL_ATTRIBUTE_${name}`, least));
    return finite({
      attributeCountLimit: narrowed('COUNT_LIMIT', 0),
      attributeValueLengthLimit: narrowed('VALUE_LENGTH_LIMIT', 1),
    });
  };
  const wanted = (signal: string): boolean =>
    env.choice(`OTEL_${signal}_EXPORTER`, ['otlp', 'none'], 'otlp') === 'otlp';
  return {
    quiet: env.flag('NUNCHI_AGENT_QUIET', false),
    traces: wanted('TRACES') ? batch('OTEL_BSP') : undefined,
    logs: wanted('LOGS') ? batch('OTEL_BLRP') : undefined,
    metrics: wanted('METRICS')
      ? {
          intervalMs: env.number('OTEL_METRIC_EXPORT_INTERVAL', 10_000, {
            least: 1,
            most: LONGEST_MS,
          }),
        }
      : undefined,
    spanLimits: {
      ...limits('OTEL_SPAN'),
      ...finite({
        eventCountLimit: limit('OTEL_SPAN_EVENT_COUNT_LIMIT', 0),
        linkCountLimit: limit('OTEL_SPAN_LINK_COUNT_LIMIT', 0),
        attributePerEventCountLimit: limit('OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT', 0),
        attributePerLinkCountLimit: limit('OTEL_LINK_ATTRIBUTE_COUNT_LIMIT', 0),
      }),
    },
    logLimits: limits('OTEL_LOGRECORD'),
    outboxBytes: env.number('NUNCHI_AGENT_QUEUE_MB', 4, { least: 0.01, most: 1024 }) * 1024 * 1024,
  };
}

/** Only the limits that are set: for the others the SDK has defaults of its own. */
function finite(limits: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== Infinity));
}
