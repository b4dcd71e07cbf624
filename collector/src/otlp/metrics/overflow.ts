import { Sink } from '../../columns/sink.ts';

/*
 * A service may have so many series. Points of further ones go to the overflow series of their
 * metric, and where there are too many metrics, too, to the one overflow series of the service.
 * OpenTelemetry's SDKs do the same and mark it with the same attribute:
 * https://opentelemetry.io/docs/specs/otel/metrics/sdk/#overflow-attribute
 */
export const OVERFLOW = 'otel.metric.overflow';

/** Which series a point goes to: its own, its metric's overflow series, its service's. */
export const OWN = 0;
export const OF_METRIC = 1;
export const OF_SERVICE = 2;
export type Placement = typeof OWN | typeof OF_METRIC | typeof OF_SERVICE;

/**
 * Writes down where the points of a request went that did not go to their own series, as runs:
 * how many points lie between this run and the one before, how many it has, where they went.
 */
export class PlacementWriter {
  readonly #runs = new Sink(64);
  #written = 0;
  #start = 0;
  #end = 0;
  #placement: Placement = OWN;

  /** Points are counted from 0 and come in their order. */
  add(point: number, placement: Placement): void {
    if (placement !== this.#placement || point !== this.#end) {
      this.#endRun();
      this.#start = point;
      this.#placement = placement;
    }
    this.#end = point + 1;
  }

  /** The runs since the last time; undefined when every point went to its own series. */
  take(): Buffer | undefined {
    this.#endRun();
    const runs = this.#runs.length === 0 ? undefined : Buffer.from(this.#runs.view());
    this.clear();
    return runs;
  }

  clear(): void {
    this.#runs.clear();
    this.#written = this.#start = this.#end = 0;
    this.#placement = OWN;
  }

  #endRun(): void {
    if (this.#placement === OWN) return;
    this.#runs.varint(this.#start - this.#written);
    this.#runs.varint(this.#end - this.#start);
    this.#runs.byte(this.#placement);
    this.#written = this.#end;
  }
}

/** Reads what a {@link PlacementWriter} wrote, point by point. */
export class PlacementReader {
  readonly #runs: Buffer;
  #position = 0;
  #own = 0;
  #folded = 0;
  #placement: Placement = OWN;

  constructor(runs: Buffer) {
    this.#runs = runs;
    this.#nextRun();
  }

  /** Where the next point goes. */
  next(): Placement {
    if (this.#own > 0) {
      this.#own -= 1;
      return OWN;
    }
    const placement = this.#placement;
    this.#folded -= 1;
    if (this.#folded === 0) this.#nextRun();
    return placement;
  }

  #nextRun(): void {
    if (this.#position >= this.#runs.length) {
      this.#own = Infinity;
      return;
    }
    this.#own = this.#varint();
    this.#folded = this.#varint();
    this.#placement = this.#runs[this.#position++] === OF_METRIC ? OF_METRIC : OF_SERVICE;
  }

  #varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.#runs[this.#position++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }
}
