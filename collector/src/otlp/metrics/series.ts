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
  cutKey,
  newKeyValue,
  readKeyValue,
  sortByKey,
} from '../attributes.ts';
import type { SeriesPolicy } from '../batch.ts';
import { Cuts } from '../cuts.ts';
import { type Hash, HashMap, murmur3, newHash } from '../hash.ts';
import { MAX_TEXT_BYTES, MAX_VALUE_BYTES, type RequestLimits } from '../limits.ts';
import { type Origin, originColumns, OriginWriter } from '../origin.ts';
import type { Slice } from '../slice.ts';
import { Ranges, type Wire } from '../wire.ts';
import {
  OF_METRIC,
  OF_SERVICE,
  OVERFLOW,
  OWN,
  type Placement,
  PlacementReader,
  PlacementWriter,
} from './overflow.ts';
import type { SeriesLimit } from './series-limit.ts';
import { SeriesMemory } from './series-memory.ts';

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

/** A row of the table with the times that it had: five numbers, one after another. */
const WIDENED = 5;

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
  readonly #cuts: Cuts;
  /** For what is counted elsewhere. */
  readonly #uncounted = new Cuts();
  readonly #origin: OriginWriter;
  readonly #seen = new HashMap();
  readonly #canonical = new Sink(512);
  readonly #hash: Hash = newHash();
  readonly #scopeHash: Hash = newHash();
  readonly #prefixHash: Hash = newHash();
  readonly #memory = new SeriesMemory();
  /** What brings back the times that were widened since the mark: {@link WIDENED} numbers each. */
  readonly #widened: number[] = [];
  readonly #keyValue = newKeyValue();
  readonly #placements = new PlacementWriter();
  #prefixLength = 0;
  #limit: SeriesLimit | undefined;
  #replayed: PlacementReader | undefined;
  #point = 0;
  #placement: Placement = OWN;

  constructor(limits: RequestLimits) {
    this.#cuts = limits.cuts;
    this.#origin = new OriginWriter(this.table.columns, limits);
  }

  beginRequest(policy: SeriesPolicy, nowMs: number): void {
    this.#point = 0;
    this.#placements.clear();
    this.#limit = 'limit' in policy ? policy.limit : undefined;
    this.#limit?.begin(nowMs);
    const placements = 'placements' in policy ? policy.placements : undefined;
    this.#replayed = placements && new PlacementReader(placements);
  }

  /** Which of the request's points did not go to their own series; undefined: none. */
  takePlacements(): Buffer | undefined {
    return this.#placements.take();
  }

  beginScope(wire: Wire, origin: Origin): void {
    this.#origin.begin(wire, origin, this.table.rows);
    const canonical = this.#canonical;
    canonical.clear();
    for (const word of origin.resourceHash) canonical.uint32(word);
    canonical.stringSlice(wire.bytes, origin.scopeName.start, origin.scopeName.end);
    canonical.stringSlice(wire.bytes, origin.scopeVersion.start, origin.scopeVersion.end);
    this.#addAttributes(wire, origin.scopeAttributes, this.#uncounted);
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
    murmur3(canonical.bytes, 0, canonical.length, 0, this.#prefixHash);
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
    const known = this.#replayed ? -1 : this.#memory.find(this.#prefixHash, wire, attributes);
    if (known !== -1) return this.#known(known, timeLow, timeHigh);
    const canonical = this.#canonical;
    canonical.length = this.#prefixLength;
    const valuesCut = this.#cuts.value;
    this.#addAttributes(wire, attributes, this.#cuts);
    murmur3(canonical.bytes, 0, canonical.length, 0, this.#hash);
    let row = this.#seen.get(this.#hash);
    this.#placement = OWN;
    if (this.#replayed || (row === -1 && this.#limit)) {
      this.#place(wire, origin, metric);
      if (this.#placement !== OWN) row = this.#seen.get(this.#hash);
    }
    this.#point += 1;
    if (row === -1) {
      row = this.table.rows;
      this.#append(wire, origin, metric, attributes, timeLow, timeHigh);
    } else this.#widen(row, timeLow, timeHigh);
    // What is cut has to be counted with every point.
    if (this.#placement === OWN && this.#cuts.value === valuesCut) {
      this.#memory.remember(this.#prefixHash, wire, attributes, row);
    }
    return this.#hash;
  }

  /** A point of a series that has its row, and so was admitted, and was not folded. */
  #known(row: number, timeLow: number, timeHigh: number): Hash {
    const { series_id } = this.table.columns;
    this.#hash[0] = series_id.lowAt(row);
    this.#hash[1] = series_id.highAt(row);
    this.#placement = OWN;
    this.#point += 1;
    this.#widen(row, timeLow, timeHigh);
    return this.#hash;
  }

  /** Appends the name of the metric to which the last point went. */
  nameMetric(wire: Wire, metric: MetricHead, column: LowCardinality): void {
    if (this.#placement === OF_SERVICE) column.string(OVERFLOW);
    else column.slice(wire.bytes, metric.name.start, metric.name.end);
  }

  mark(): void {
    this.table.mark();
    this.#widened.length = 0;
  }

  rollback(): void {
    const { first_seen, last_seen } = this.table.columns;
    const old = this.#widened;
    const at = (index: number): number => old[index] as number;
    for (let from = old.length - WIDENED; from >= 0; from -= WIDENED) {
      first_seen.replaceAt(at(from), at(from + 1), at(from + 2));
      last_seen.replaceAt(at(from), at(from + 3), at(from + 4));
    }
    old.length = 0;
    this.table.rollback();
    this.#seen.clear(); // a series may have two rows in a batch: the table takes that
    this.#memory.clear();
  }

  clear(): void {
    this.table.clear();
    this.#seen.clear();
    this.#memory.clear();
  }

  /** Where the point goes, whose own series is in the hash; the hash is then that of its series. */
  #place(wire: Wire, origin: Origin, metric: MetricHead): void {
    if (this.#replayed) {
      this.#placement = this.#replayed.next();
      if (this.#placement !== OWN) this.#hashOverflow(wire, origin, metric);
    } else {
      const limit = this.#limit as SeriesLimit;
      if (limit.admits(origin.service, this.#hash)) return;
      this.#placement = OF_METRIC;
      this.#hashOverflow(wire, origin, metric);
      if (!limit.admitsOverflow(origin.service, this.#hash)) {
        this.#placement = OF_SERVICE;
        this.#hashOverflow(wire, origin, metric);
      }
    }
    if (this.#placement === OWN) return;
    this.#placements.add(this.#point, this.#placement);
    this.#cuts.series += 1;
  }

  /** An overflow series is of a service, and has no resource and no scope: those are many, too. */
  #hashOverflow(wire: Wire, origin: Origin, metric: MetricHead): void {
    const canonical = this.#canonical;
    canonical.length = this.#prefixLength; // what comes before is needed for the next point
    canonical.string(OVERFLOW);
    canonical.string(origin.service);
    canonical.string(metric.kind);
    if (this.#placement === OF_METRIC) {
      canonical.stringSlice(wire.bytes, metric.name.start, metric.name.end);
      canonical.stringSlice(wire.bytes, metric.unit.start, metric.unit.end);
      canonical.byte(metric.temporality);
      canonical.byte(metric.monotonic);
    }
    murmur3(canonical.bytes, this.#prefixLength, canonical.length, 0, this.#hash);
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
    this.nameMetric(wire, metric, columns.metric);
    columns.series_id.uint64(this.#hash[0] as number, this.#hash[1] as number);
    columns.kind.string(metric.kind);
    if (this.#placement !== OF_SERVICE) {
      const row = this.table.rows;
      const { unit, description } = metric;
      columns.unit.at(row).slice(wire.bytes, unit.start, unit.end);
      columns.description.at(row).slice(wire.bytes, description.start, description.end);
      columns.temporality.at(row).uint8(metric.temporality);
      columns.monotonic.at(row).uint8(metric.monotonic);
    }
    if (this.#placement === OWN) this.#appendOwn(wire, origin, metric, attributes);
    else this.#appendOverflow();
    columns.first_seen.uint64(timeLow, timeHigh);
    columns.last_seen.uint64(timeLow, timeHigh);
    this.table.rows += 1;
  }

  #appendOwn(wire: Wire, origin: Origin, metric: MetricHead, attributes: Ranges): void {
    const { columns } = this.table;
    appendAttributes(
      wire,
      metric.metadata,
      this.table.rows,
      columns.metadata,
      columns.metadata_types,
      MAX_VALUE_BYTES,
      this.#cuts,
    );
    this.#origin.end(wire, origin, this.table.rows + 1);
    appendAttributes(
      wire,
      attributes,
      this.table.rows,
      columns.attributes,
      columns.attribute_types,
      MAX_TEXT_BYTES,
      this.#uncounted, // counted with every point
    );
  }

  #appendOverflow(): void {
    const { columns } = this.table;
    const row = this.table.rows;
    this.#origin.endService(row + 1);
    columns.attributes.keys.string(OVERFLOW);
    columns.attributes.values.string('true');
    columns.attributes.endRow(row, 1);
    columns.attribute_types.at(row).string('b');
  }

  #widen(row: number, timeLow: number, timeHigh: number): void {
    const { first_seen, last_seen } = this.table.columns;
    const earlier = first_seen.compareAt(row, timeLow, timeHigh) > 0;
    const later = last_seen.compareAt(row, timeLow, timeHigh) < 0;
    if (!earlier && !later) return;
    this.#widened.push(row);
    this.#widened.push(first_seen.lowAt(row), first_seen.highAt(row));
    this.#widened.push(last_seen.lowAt(row), last_seen.highAt(row));
    if (earlier) first_seen.replaceAt(row, timeLow, timeHigh);
    if (later) last_seen.replaceAt(row, timeLow, timeHigh);
  }

  #addAttributes(wire: Wire, ranges: Ranges, cuts: Cuts): void {
    const canonical = this.#canonical;
    const pair = this.#keyValue;
    canonical.varint(ranges.count);
    for (const index of sortByKey(wire, ranges)) {
      readKeyValue(wire, ranges.start(index), ranges.end(index), pair);
      cutKey(wire, pair, cuts);
      canonical.stringSlice(wire.bytes, pair.keyStart, pair.keyEnd);
      canonical.byte(copyKeyedValue(wire, pair, canonical, MAX_TEXT_BYTES, cuts));
    }
  }
}
