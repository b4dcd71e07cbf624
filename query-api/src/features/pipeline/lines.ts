import type { CounterRow } from '@nunchi/store/queries/pipeline/counters';
import type { GaugeRow, Reading } from '@nunchi/store/queries/pipeline/gauges';
import type { HistogramRow, HistogramStep } from '@nunchi/store/queries/pipeline/histograms';
import type { Steps } from '@nunchi/store/queries/pipeline/steps';
import { type Distribution, merge, quantile } from './distribution.ts';

type Values = (number | null)[];

/** Rows that the store answered, as lines with a value for each step. */
export class Lines {
  readonly #steps: Steps;
  readonly #counters: readonly CounterRow[];
  readonly #gauges: readonly GaugeRow[];
  readonly #histograms: readonly HistogramRow[];
  /** Steps about which the collector has told: what is not said there is zero. */
  readonly #covered: ReadonlySet<number>;

  constructor(
    steps: Steps,
    rows: {
      readonly counters: readonly CounterRow[];
      readonly gauges: readonly GaugeRow[];
      readonly histograms: readonly HistogramRow[];
      readonly covered: Iterable<number>;
    },
  ) {
    this.#steps = steps;
    this.#counters = rows.counters;
    this.#gauges = rows.gauges;
    this.#histograms = rows.histograms;
    this.#covered = new Set(rows.covered);
  }

  /** A counter over all its labels. */
  counted(metric: string) {
    return this.#sum(this.#counters.filter((row) => row.metric === metric));
  }

  /** A counter by some of its labels, those with most first. */
  countedBy<const Label extends string>(metric: string, labels: readonly Label[]) {
    const key = (row: CounterRow) => JSON.stringify(labels.map((label) => row.labels[label] ?? ''));
    const rows = this.#counters.filter((row) => row.metric === metric);
    return [...Map.groupBy(rows, key).values()]
      .map((same) => {
        const named = labels.map((label) => [label, same[0]?.labels[label] ?? '']);
        return {
          ...(Object.fromEntries(named) as Record<Label, string>),
          ...this.#sum(same),
        };
      })
      .filter(({ total }) => total > 0)
      .sort((a, b) => b.total - a.total);
  }

  /** A counter of one process, per second; null where that process has told nothing. */
  rateOf(metric: string, service: string): Values {
    const row = this.#counters.find((one) => one.metric === metric && one.service === service);
    return this.#values((step) => {
      const increase = row?.steps.get(step);
      return increase === undefined ? null : this.#perSecond(increase);
    });
  }

  /** A gauge of one process, as its sum or its highest over the instances. */
  gauge(metric: string, service: string, of: keyof Reading = 'sum'): Values {
    const row = this.gaugeRow(metric, service);
    return this.#values((step) => row?.steps.get(step)?.[of] ?? null);
  }

  gaugeRow(metric: string, service: string): GaugeRow | undefined {
    return this.#gauges.find((row) => row.metric === metric && row.service === service);
  }

  /** Quantiles of a histogram of seconds, in milliseconds. */
  quantiles(metric: string, labels: Readonly<Record<string, string>> = {}) {
    const all = this.#histogramSteps(metric, labels);
    const byStep = Map.groupBy(all, ({ step }) => step);
    const merged = new Map([...byStep].map(([step, same]) => [step, merge(same)]));
    const line = (level: number) => this.#values((step) => milliseconds(merged.get(step), level));
    const overall = merge(all);
    return {
      p50Ms: line(0.5),
      p95Ms: line(0.95),
      p99Ms: line(0.99),
      overall: {
        p50Ms: milliseconds(overall, 0.5),
        p95Ms: milliseconds(overall, 0.95),
        p99Ms: milliseconds(overall, 0.99),
      },
    };
  }

  /** The mean of a histogram's values in each step. */
  mean(metric: string, labels: Readonly<Record<string, string>> = {}): Values {
    const byStep = Map.groupBy(this.#histogramSteps(metric, labels), ({ step }) => step);
    return this.#values((step) => meanOf(merge(byStep.get(step) ?? [])));
  }

  /** The values of a label of a histogram, in alphabetical order. */
  labelsOf(metric: string, label: string): string[] {
    const rows = this.#histograms.filter((row) => row.metric === metric && row.steps.length > 0);
    return [...new Set(rows.map(({ labels }) => labels[label] ?? ''))].sort();
  }

  /** The values of a histogram in the newest steps. */
  recent(metric: string, steps: number): Distribution {
    const first = this.#steps.count - steps;
    return merge(this.#histogramSteps(metric, {}).filter(({ step }) => step >= first));
  }

  /** How much a counter grew in the newest steps. */
  recentlyCounted(metric: string, steps: number): number {
    const first = this.#steps.count - steps;
    const rows = this.#counters.filter((row) => row.metric === metric);
    return rows
      .flatMap((row) => [...row.steps])
      .reduce((sum, [step, increase]) => (step >= first ? sum + increase : sum), 0);
  }

  #histogramSteps(metric: string, labels: Readonly<Record<string, string>>): HistogramStep[] {
    const alike = (row: HistogramRow) =>
      Object.entries(labels).every(([label, value]) => (row.labels[label] ?? '') === value);
    return this.#histograms
      .filter((row) => row.metric === metric && alike(row))
      .flatMap(({ steps }) => steps);
  }

  #sum(rows: readonly CounterRow[]) {
    let total = 0;
    const sums = new Map<number, number>();
    for (const [step, increase] of rows.flatMap((row) => [...row.steps])) {
      total += increase;
      sums.set(step, (sums.get(step) ?? 0) + increase);
    }
    const perSecond = this.#values((step) => {
      const sum = sums.get(step) ?? (this.#covered.has(step) ? 0 : null);
      return sum === null ? null : this.#perSecond(sum);
    });
    // Shares of whole numbers add up to whole numbers, but for the last digits of a double.
    return { total: Math.round(total * 1e6) / 1e6, perSecond };
  }

  #perSecond(increase: number): number {
    return rounded(increase / (this.#steps.stepMs / 1_000));
  }

  #values(valueOf: (step: number) => number | null): Values {
    return Array.from({ length: this.#steps.count }, (_, step) => {
      const value = valueOf(step);
      return value === null ? null : rounded(value);
    });
  }
}

const milliseconds = (distribution: Distribution | undefined, level: number): number | null => {
  const seconds = distribution ? quantile(distribution, level) : null;
  return seconds === null ? null : rounded(seconds * 1_000);
};

export const meanOf = ({ count, sum }: Distribution): number | null =>
  count === 0 ? null : sum / count;

/** Six digits are more than anybody reads, and a fraction of the bytes. */
const rounded = (value: number): number => Number(value.toPrecision(6));
