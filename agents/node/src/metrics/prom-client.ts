import { hrTime } from '@opentelemetry/core';
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
} from '@opentelemetry/instrumentation';
import { emptyResource } from '@opentelemetry/resources';
import type { CollectionResult, MetricProducer } from '@opentelemetry/sdk-metrics';
import { VERSION } from '../version.ts';
import { convert, type PromMetric } from './prom-convert.ts';

export interface PromRegistry {
  getMetricsAsJSON(): Promise<PromMetric[]>;
  /** As Prometheus' text. */
  metrics(): Promise<string>;
}

const SCOPE = { name: 'prom-client' };

/** Hands the application's own Prometheus metrics to the SDK, whenever that collects. */
export class PromClientBridge implements MetricProducer {
  readonly #start = hrTime();
  readonly #registries = new Set<PromRegistry>();

  get registries(): ReadonlySet<PromRegistry> {
    return this.#registries;
  }

  add(registry: PromRegistry): void {
    this.#registries.add(registry);
  }

  async collect(): Promise<CollectionResult> {
    const errors: unknown[] = [];
    const metrics: PromMetric[] = [];
    for (const registry of this.#registries) {
      try {
        metrics.push(...(await registry.getMetricsAsJSON()));
      } catch (error) {
        errors.push(error);
      }
    }
    const times = { start: this.#start, now: hrTime() };
    const converted = metrics
      .flatMap((metric) => convert(metric, times))
      .filter(({ dataPoints }) => dataPoints.length > 0);
    const scopeMetrics = converted.length > 0 ? [{ scope: SCOPE, metrics: converted }] : [];
    return { resourceMetrics: { resource: emptyResource(), scopeMetrics }, errors };
  }
}

/** Finds the default registry as the application loads prom-client, as ES module or CommonJS. */
export class PromClientInstrumentation extends InstrumentationBase {
  readonly #bridge: PromClientBridge;

  constructor(bridge: PromClientBridge) {
    super('@nunchi/agent/prom-client', VERSION, { enabled: false });
    this.#bridge = bridge;
    this.enable();
  }

  protected init() {
    return new InstrumentationNodeModuleDefinition('prom-client', ['>=12 <16'], (exports) => {
      const registry = registryOf(exports) ?? registryOf(exports.default);
      if (registry) this.#bridge.add(registry);
      return exports;
    });
  }
}

function registryOf(exports: { register?: Partial<PromRegistry> } | undefined) {
  const register = exports?.register;
  return typeof register?.getMetricsAsJSON === 'function' ? (register as PromRegistry) : undefined;
}
