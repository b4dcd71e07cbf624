// `/metrics`: what the agent measures and what the application has in prom-client, as Prometheus'
// text. Made only where it is wanted: a second reader makes the SDK keep every metric twice.
import type { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { AggregationTemporality, MetricReader } from '@opentelemetry/sdk-metrics';

/** A registry of prom-client; its own words are better than a translation there and back. */
export interface TextRegistry {
  metrics(): Promise<string>;
}

export interface MetricsPage {
  /** For the meter provider. */
  readonly reader: MetricReader;
  render(): Promise<string>;
}

class PullReader extends MetricReader {
  constructor() {
    super({ aggregationTemporalitySelector: () => AggregationTemporality.CUMULATIVE });
  }

  protected override async onShutdown(): Promise<void> {}
  protected override async onForceFlush(): Promise<void> {}
}

export function createMetricsPage(registries: () => Iterable<TextRegistry>): MetricsPage {
  const reader = new PullReader();
  let serializer: PrometheusSerializer | undefined;
  return {
    reader,
    async render() {
      serializer ??= await loadSerializer();
      const { resourceMetrics } = await reader.collect();
      const parts = [serializer.serialize(resourceMetrics)];
      for (const registry of registries()) parts.push(await textOf(registry));
      return parts.map((part) => `${part.trimEnd()}\n`).join('');
    },
  };
}

/** OpenMetrics, which prom-client can be told to speak, has an end where ours goes on. */
async function textOf(registry: TextRegistry): Promise<string> {
  return (await registry.metrics()).replace(/# EOF\s*$/, '');
}

/** Loaded at the first request: most never ask. */
async function loadSerializer(): Promise<PrometheusSerializer> {
  const exporter = await import('@opentelemetry/exporter-prometheus');
  return new exporter.PrometheusSerializer();
}
