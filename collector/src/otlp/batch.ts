import type { Fixed } from '../columns/columns.ts';
import type { Table } from '../columns/table.ts';
import type { CutReason } from './cuts.ts';
import { RequestLimits } from './limits.ts';
import { LogRows } from './logs.ts';
import { MetricRows } from './metrics/metrics.ts';
import type { SeriesLimit } from './metrics/series-limit.ts';
import type { Origin } from './origin.ts';
import { Rejections } from './rejections.ts';
import { walkRequest } from './request.ts';
import { ResourceRows } from './resources.ts';
import { SpanRows } from './traces.ts';
import { Wire } from './wire.ts';

export const SIGNALS = ['traces', 'logs', 'metrics'] as const;
export type Signal = (typeof SIGNALS)[number];

export interface DecodeResult {
  /** Spans, log records or data points that were taken. */
  readonly accepted: number;
  readonly rejections: Rejections;
  /** What was left out of records that were taken, by reason. */
  readonly cuts: ReadonlyMap<CutReason, number>;
  /** Which points went to overflow series; undefined: none. With it, a replay does the same. */
  readonly placements: Buffer | undefined;
}

/**
 * What decides to which series a point goes: how many series the process lets a service have, or,
 * in a replay, what was decided then. Without it every point goes to its own series.
 */
export type SeriesPolicy =
  | { readonly limit: SeriesLimit }
  | { readonly placements: Buffer | undefined };

const OWN_SERIES: SeriesPolicy = { placements: undefined };

/**
 * What many requests become: rows of the store's tables, in columns. The same requests in the
 * same order make the same rows, which is what lets a journal be replayed.
 */
export class Batch {
  readonly #limits = new RequestLimits(() => this.bytes);
  readonly #resources = new ResourceRows(this.#limits);
  readonly #spans = new SpanRows(this.#limits);
  readonly #logs = new LogRows(this.#limits);
  readonly #metrics = new MetricRows(this.#limits);
  readonly #wire = new Wire();

  /** All tables; the registries first. */
  readonly tables: readonly Table[] = [
    this.#resources.table,
    this.#metrics.series.table,
    this.#spans.table,
    this.#logs.table,
    ...this.#metrics.pointTables,
    this.#metrics.exemplars,
  ];

  get rows(): number {
    let rows = 0;
    for (const table of this.tables) rows += table.rows;
    return rows;
  }

  /** How much the rows take, about. */
  get bytes(): number {
    let bytes = 0;
    for (const table of this.tables) bytes += table.bytes;
    return bytes;
  }

  /** When the records of each signal happened, in epoch milliseconds. */
  get times(): readonly { signal: Signal; rows: number; timeMs: (row: number) => number }[] {
    const points = this.#metrics.numbers;
    return [
      timesOf('traces', this.#spans.table, this.#spans.table.columns.start_time),
      timesOf('logs', this.#logs.table, this.#logs.table.columns.time),
      timesOf('metrics', points, points.columns.time),
    ];
  }

  /** How many different days the rows are of: so many partitions an insert touches. */
  get days(): number {
    return this.#limits.batchDays.size;
  }

  /**
   * Appends a request: the protobuf message Export…ServiceRequest of the signal.
   * Throws MalformedError or TooLargeError, and then nothing of the request is kept.
   */
  decode(
    signal: Signal,
    body: Buffer,
    receivedAtMs: number,
    policy: SeriesPolicy = OWN_SERIES,
  ): DecodeResult {
    this.mark();
    try {
      return this.#decode(signal, body, receivedAtMs, policy);
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  /** Remembers the present end, to which `rollback` returns. */
  mark(): void {
    for (const table of this.tables) table.mark();
    this.#metrics.series.mark();
  }

  rollback(): void {
    this.#metrics.series.rollback();
    for (const table of this.tables) table.rollback();
    this.#resources.rollback();
  }

  clear(): void {
    for (const table of this.tables) table.clear();
    this.#limits.clear();
    this.#resources.clear();
    this.#metrics.series.clear();
  }

  #decode(signal: Signal, body: Buffer, receivedAtMs: number, policy: SeriesPolicy): DecodeResult {
    const rejections = new Rejections();
    this.#limits.begin();
    this.#metrics.series.beginRequest(policy, receivedAtMs);
    const nanoseconds = BigInt(receivedAtMs) * 1_000_000n;
    const received = {
      low: Number(nanoseconds & 0xffff_ffffn),
      high: Number(nanoseconds >> 32n),
    };
    const rows = { traces: this.#spans, logs: this.#logs, metrics: this.#metrics }[signal];
    const before = this.#records(signal);
    walkRequest(this.#wire, body, {
      names: rows.names,
      cuts: this.#limits.cuts,
      onResource: (wire: Wire, origin: Origin) => this.#resources.append(wire, origin, received),
      onScope: (wire: Wire, origin: Origin) => rows.begin(wire, origin),
      onRecord: (wire: Wire, origin: Origin, start: number, end: number) => {
        if (signal === 'logs') this.#logs.append(wire, start, end, received, rejections);
        else if (signal === 'traces') this.#spans.append(wire, start, end, rejections);
        else this.#metrics.append(wire, origin, start, end, rejections);
      },
      onScopeEnd: (wire: Wire, origin: Origin) => rows.end(wire, origin),
    });
    return {
      accepted: this.#records(signal) - before,
      rejections,
      cuts: this.#limits.cuts.byReason,
      placements: this.#metrics.series.takePlacements(),
    };
  }

  #records(signal: Signal): number {
    switch (signal) {
      case 'traces':
        return this.#spans.table.rows;
      case 'logs':
        return this.#logs.table.rows;
      case 'metrics':
        return this.#metrics.pointTables.reduce((sum, table) => sum + table.rows, 0);
    }
  }
}

const MILLISECOND_NS = 1_000_000;

function timesOf(signal: Signal, { rows }: Table, time: Fixed) {
  const timeMs = (row: number): number =>
    (time.highAt(row) * 0x1_0000_0000 + time.lowAt(row)) / MILLISECOND_NS;
  return { signal, rows, timeMs };
}
