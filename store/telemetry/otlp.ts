import type { Registry } from 'prom-client';

// What ExportMetricsServiceRequest needs of OTLP/JSON: 64-bit integers are decimal strings.
export interface KeyValue {
  readonly key: string;
  readonly value: { readonly stringValue: string } | { readonly intValue: string };
}

interface Point {
  readonly attributes: readonly KeyValue[];
  readonly startTimeUnixNano?: string;
  readonly timeUnixNano: string;
}
interface NumberPoint extends Point {
  readonly asDouble: number;
}
interface HistogramPoint extends Point {
  readonly count: string;
  readonly sum: number;
  readonly explicitBounds: readonly number[];
  readonly bucketCounts: readonly string[];
}
interface Metric {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly sum?: {
    readonly aggregationTemporality: number;
    readonly isMonotonic: boolean;
    readonly dataPoints: readonly NumberPoint[];
  };
  readonly gauge?: { readonly dataPoints: readonly NumberPoint[] };
  readonly histogram?: {
    readonly aggregationTemporality: number;
    readonly dataPoints: readonly HistogramPoint[];
  };
}
export interface ExportMetricsRequest {
  readonly resourceMetrics: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeMetrics: readonly {
      readonly scope: { readonly name: string };
      readonly metrics: readonly Metric[];
    }[];
  }[];
}

const CUMULATIVE = 2;
/** Details for a debugger, at `/metrics`; here they would be half of all series. */
const NOT_STORED = /^nodejs_(heap_space_|active_|version_info)/;
const MICROSECONDS = 1_000;

/** As prom-client gives it; its own types leave out the names of a histogram's parts. */
interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly values: readonly Sample[];
}
interface Sample {
  readonly value: number;
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
}

/** Turns one registry into OTLP, again and again. */
export class Snapshots {
  readonly #registry: Registry;
  readonly #resource: readonly KeyValue[];
  /** Of each cumulative series: since when it counts, epoch milliseconds. */
  readonly #starts = new Map<string, number>();
  #previousMs: number;

  /** `startedMs`: when everything in the registry was zero, epoch milliseconds. */
  constructor(registry: Registry, resource: readonly KeyValue[], startedMs: number) {
    this.#registry = registry;
    this.#resource = resource;
    this.#previousMs = startedMs;
  }

  /** The registry at `atMs`, epoch milliseconds. Summaries are left out: no process has one. */
  async take(atMs: number): Promise<ExportMetricsRequest> {
    const families = (await this.#registry.getMetricsAsJSON()) as unknown as readonly Family[];
    const metrics = families
      .filter(({ name, values }) => values.length > 0 && !NOT_STORED.test(name))
      .flatMap((family) => this.#metric(family, atMs));
    this.#previousMs = atMs;
    return {
      resourceMetrics: [
        {
          resource: { attributes: this.#resource },
          scopeMetrics: [{ scope: { name: 'nunchi' }, metrics }],
        },
      ],
    };
  }

  #metric({ name, help, type, values }: Family, atMs: number): readonly Metric[] {
    const base = { name, description: help, unit: unitOf(name) };
    const timeUnixNano = nanoseconds(atMs);
    const numbers = (since: (attributes: readonly KeyValue[]) => object) =>
      values
        .filter(({ value }) => Number.isFinite(value))
        .map(({ labels, value }) => {
          const attributes = attributesOf(labels);
          return { attributes, ...since(attributes), timeUnixNano, asDouble: value };
        });
    const since = (attributes: readonly KeyValue[]) => ({
      startTimeUnixNano: nanoseconds(this.#startOf(name, attributes)),
    });
    switch (type) {
      case 'counter': {
        const dataPoints = numbers(since);
        const sum = { aggregationTemporality: CUMULATIVE, isMonotonic: true, dataPoints };
        return [{ ...base, sum }];
      }
      case 'gauge':
        return [{ ...base, gauge: { dataPoints: numbers(() => ({})) } }];
      case 'histogram': {
        const dataPoints = [...bySeries(values)].map((samples) => {
          const attributes = attributesOf(samples[0]?.labels ?? {});
          return { attributes, ...since(attributes), timeUnixNano, ...distribution(samples) };
        });
        return [{ ...base, histogram: { aggregationTemporality: CUMULATIVE, dataPoints } }];
      }
      case 'summary':
        return [];
    }
  }

  /** A series with labels is not there before it counts for the first time: until the last snapshot it was zero. */
  #startOf(name: string, attributes: readonly KeyValue[]): number {
    const key = JSON.stringify([name, attributes]);
    const known = this.#starts.get(key);
    if (known !== undefined) return known;
    this.#starts.set(key, this.#previousMs);
    return this.#previousMs;
  }
}

const BUCKET_LABEL = 'le';

/** All labels but a bucket's bound, in one order. */
function attributesOf(labels: Sample['labels']): readonly KeyValue[] {
  return Object.entries(labels)
    .filter(([key]) => key !== BUCKET_LABEL)
    .map(([key, value]) => ({ key, value: { stringValue: String(value) } }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function bySeries(values: readonly Sample[]): Iterable<readonly Sample[]> {
  return Map.groupBy(values, ({ labels }) => JSON.stringify(attributesOf(labels))).values();
}

/** Prometheus counts in a bucket all that is not above its bound; OTLP what is in it alone. */
function distribution(samples: readonly Sample[]) {
  const part = (suffix: string) =>
    samples.find(({ metricName }) => metricName?.endsWith(suffix))?.value ?? 0;
  const bounds = samples.flatMap(({ labels: { [BUCKET_LABEL]: bound }, value }) =>
    typeof bound === 'number' ? [{ bound, upTo: value }] : [],
  );
  const count = part('_count');
  const upTo = [...bounds.map((bucket) => bucket.upTo), count];
  return {
    count: String(count),
    sum: part('_sum'),
    explicitBounds: bounds.map(({ bound }) => bound),
    bucketCounts: upTo.map((value, index) => String(value - (upTo[index - 1] ?? 0))),
  };
}

/** UCUM, from the unit that Prometheus' names end with. */
function unitOf(name: string): string {
  const base = name.replace(/_total$/, '');
  if (base.endsWith('_seconds')) return 's';
  return base.endsWith('_bytes') ? 'By' : '';
}

const nanoseconds = (ms: number): string => `${BigInt(Math.round(ms * MICROSECONDS)) * 1_000n}`;
