import {
  AttributeMap,
  bool,
  LowCardinality,
  nanoseconds,
  Text,
  uint64,
  uint8,
} from '../../columns/columns.ts';
import { Sink } from '../../columns/sink.ts';
import { Table } from '../../columns/table.ts';
import {
  appendAttributes,
  copyKeyedValue,
  newKeyValue,
  readKeyValue,
  sortByKey,
} from '../attributes.ts';
import { type Hash, HashMap, murmur3, newHash } from '../hash.ts';
import { type Origin, originColumns, OriginWriter, type Slice } from '../origin.ts';
import { Ranges, type Wire } from '../wire.ts';

export const KINDS = ['gauge', 'sum', 'histogram', 'exponential_histogram', 'summary'] as const;
export type Kind = (typeof KINDS)[number];

/** The Metric whose data points are being read. */
export interface MetricHead {
  readonly name: Slice;
  readonly unit: Slice;
  readonly description: Slice;
  readonly metadata: Ranges;
  kind: Kind;
  temporality: number;
  monotonic: number;
}

/** A series' rows of a batch: each once, with the first and the last time of its points. */
export class SeriesRows {
  readonly table = new Table('metric_series', {
    metric: new LowCardinality(),
    series_id: uint64(),
    kind: new LowCardinality(),
    unit: new LowCardinality(),
    description: new Text(),
    temporality: uint8(),
    monotonic: bool(),
    metadata: new AttributeMap(),
    metadata_types: new LowCardinality(),
    ...originColumns(),
    attributes: new AttributeMap(),
    attribute_types: new LowCardinality(),
    first_seen: nanoseconds(),
    last_seen: nanoseconds(),
  });
  readonly #origin = new OriginWriter(this.table.columns);
  readonly #seen = new HashMap();
  readonly #canonical = new Sink(512);
  readonly #hash: Hash = newHash();
  readonly #scopeHash: Hash = newHash();
  /** What brings back the times that were widened since the mark. */
  readonly #replaced: (() => void)[] = [];
  readonly #keyValue = newKeyValue();
  #prefixLength = 0;

  beginScope(wire: Wire, origin: Origin): void {
    this.#origin.begin(wire, origin);
    const canonical = this.#canonical;
    canonical.clear();
    for (const word of origin.resourceHash) canonical.uint32(word);
    canonical.stringSlice(wire.bytes, origin.scopeName.start, origin.scopeName.end);
    canonical.stringSlice(wire.bytes, origin.scopeVersion.start, origin.scopeVersion.end);
    this.#addAttributes(wire, origin.scopeAttributes);
    murmur3(canonical.bytes, 0, canonical.length, 0, this.#scopeHash);
  }

  /** What all series of a metric of this scope have in common goes into the hash first. */
  beginMetric(wire: Wire, metric: MetricHead): void {
    const canonical = this.#canonical;
    canonical.clear();
    canonical.stringSlice(wire.bytes, metric.name.start, metric.name.end);
    canonical.string(metric.kind);
    canonical.stringSlice(wire.bytes, metric.unit.start, metric.unit.end);
    canonical.byte(metric.temporality);
    canonical.byte(metric.monotonic);
    for (const word of this.#scopeHash) canonical.uint32(word);
    this.#prefixLength = canonical.length;
  }

  /** The id of the series with these attributes; its row is added or its times are widened. */
  series(
    wire: Wire,
    origin: Origin,
    metric: MetricHead,
    attributes: Ranges,
    timeLow: number,
    timeHigh: number,
  ): Hash {
    const canonical = this.#canonical;
    canonical.length = this.#prefixLength;
    this.#addAttributes(wire, attributes);
    murmur3(canonical.bytes, 0, canonical.length, 0, this.#hash);
    const row = this.#seen.get(this.#hash);
    if (row === -1) this.#append(wire, origin, metric, attributes, timeLow, timeHigh);
    else this.#widen(row, timeLow, timeHigh);
    return this.#hash;
  }

  mark(): void {
    this.table.mark();
    this.#replaced.length = 0;
  }

  rollback(): void {
    for (const undo of this.#replaced.reverse()) undo();
    this.#replaced.length = 0;
    this.table.rollback();
    this.#seen.clear(); // a series may have two rows in a batch: the table takes that
  }

  clear(): void {
    this.table.clear();
    this.#seen.clear();
  }

  #append(
    wire: Wire,
    origin: Origin,
    metric: MetricHead,
    attributes: Ranges,
    timeLow: number,
    timeHigh: number,
  ): void {
    this.#seen.set(this.#hash, this.table.rows);
    const columns = this.table.columns;
    columns.metric.slice(wire.bytes, metric.name.start, metric.name.end);
    columns.series_id.uint64(this.#hash[0] as number, this.#hash[1] as number);
    columns.kind.string(metric.kind);
    columns.unit.slice(wire.bytes, metric.unit.start, metric.unit.end);
    columns.description.slice(wire.bytes, metric.description.start, metric.description.end);
    columns.temporality.uint8(metric.temporality);
    columns.monotonic.uint8(metric.monotonic);
    appendAttributes(wire, metric.metadata, columns.metadata, columns.metadata_types);
    this.#origin.append(wire, origin);
    appendAttributes(wire, attributes, columns.attributes, columns.attribute_types);
    columns.first_seen.uint64(timeLow, timeHigh);
    columns.last_seen.uint64(timeLow, timeHigh);
    this.table.rows += 1;
  }

  #widen(row: number, timeLow: number, timeHigh: number): void {
    const { first_seen, last_seen } = this.table.columns;
    const before = first_seen.compareAt(row, timeLow, timeHigh);
    if (before > 0) first_seen.replaceAt(row, timeLow, timeHigh);
    if (last_seen.compareAt(row, timeLow, timeHigh) < 0)
      last_seen.replaceAt(row, timeLow, timeHigh);
  }

  #addAttributes(wire: Wire, ranges: Ranges): void {
    const canonical = this.#canonical;
    const pair = this.#keyValue;
    canonical.varint(ranges.count);
    for (const index of sortByKey(wire, ranges)) {
      readKeyValue(wire, ranges.start(index), ranges.end(index), pair);
      canonical.stringSlice(wire.bytes, pair.keyStart, pair.keyEnd);
      canonical.byte(copyKeyedValue(wire, pair, canonical));
    }
  }
}
