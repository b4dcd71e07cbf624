import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
const AGENT = join(ROOT, 'agents/node/dist/register.js');

export const BARE = 'bare';
export const STOCK = 'stock OpenTelemetry';
export const AGENT_WAY = '@nunchi/agent';
export const NO_CHASSIS = '@nunchi/agent, chassis off';

/** A way to run the same service. */
export interface Way {
  readonly name: string;
  readonly nodeOptions: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** All send all three signals to the same place, by the same protocol, as often. */
export function waysTo(collector: string): readonly Way[] {
  const telemetry = {
    OTEL_SERVICE_NAME: 'bench',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_METRIC_EXPORT_INTERVAL: '10000',
    OTEL_METRIC_EXPORT_TIMEOUT: '10000',
    OTEL_BSP_SCHEDULE_DELAY: '1000',
    OTEL_BLRP_SCHEDULE_DELAY: '1000',
  };
  const agent = { ...telemetry, NUNCHI_OPAMP: 'off', NUNCHI_AGENT_QUIET: '1' };
  return [
    { name: BARE, nodeOptions: [], env: {} },
    {
      name: STOCK,
      nodeOptions: ['--require', '@opentelemetry/auto-instrumentations-node/register'],
      env: { ...telemetry, OTEL_LOG_LEVEL: 'none' },
    },
    { name: AGENT_WAY, nodeOptions: ['--import', AGENT], env: agent },
    {
      name: NO_CHASSIS,
      nodeOptions: ['--import', AGENT],
      env: { ...agent, NUNCHI_CHASSIS: 'off' },
    },
  ];
}
