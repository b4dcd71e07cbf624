import { AttributeMap, LowCardinality, uint32, uint64 } from '../columns/columns.ts';
import { Sink } from '../columns/sink.ts';
import {
  appendAttributes,
  copyKeyedValue,
  newKeyValue,
  readKeyValue,
  sortByKey,
} from './attributes.ts';
import { type Cuts, cutText, endOfText } from './cuts.ts';
import { MAX_NAME_BYTES, MAX_VALUE_BYTES, type RequestLimits, requireSmall } from './limits.ts';
import { type Hash, murmur3, newHash } from './hash.ts';
import { emptySlice, readSlice, type Slice } from './slice.ts';
import { BYTES, Ranges, tag, VARINT, type Wire } from './wire.ts';

// Resource: attributes = 1, dropped_attributes_count = 2.
const RESOURCE_ATTRIBUTE = tag(1, BYTES);
const RESOURCE_DROPPED = tag(2, VARINT);
// InstrumentationScope: name = 1, version = 2, attributes = 3, dropped_attributes_count = 4.
const SCOPE_NAME = tag(1, BYTES);
const SCOPE_VERSION = tag(2, BYTES);
const SCOPE_ATTRIBUTE = tag(3, BYTES);
const SCOPE_DROPPED = tag(4, VARINT);

/** What OpenTelemetry says to call a service without a name. */
const UNKNOWN_SERVICE = 'unknown_service';

/** Of the two names of the environment this one goes first: the other is from before. */
const NEWER_ENVIRONMENT = 'deployment.environment.name';

/** Attributes of a resource that are columns. */
const HOT = new Map([
  ['service.name', 'service'],
  ['service.namespace', 'namespace'],
  [NEWER_ENVIRONMENT, 'environment'],
  ['deployment.environment', 'environment'],
  ['service.version', 'version'],
  ['service.instance.id', 'instance'],
] as const satisfies [string, string][]) as ReadonlyMap<string, HotColumn>;
type HotColumn = 'service' | 'namespace' | 'environment' | 'version' | 'instance';

/** Who sent the records that are being read: the present resource and scope. Reused. */
export class Origin {
  /** Another one for every resource that is read. */
  resourceNumber = 0;
  service = UNKNOWN_SERVICE;
  namespace = '';
  environment = '';
  version = '';
  instance = '';
  readonly resourceHash: Hash = newHash();
  readonly resourceAttributes = new Ranges();
  resourceDropped = 0;
  readonly resourceSchemaUrl: Slice = emptySlice();
  readonly scopeName: Slice = emptySlice();
  readonly scopeVersion: Slice = emptySlice();
  readonly scopeAttributes = new Ranges();
  scopeDropped = 0;
  readonly scopeSchemaUrl: Slice = emptySlice();

  readonly #canonical = new Sink();
  readonly #keyValue = newKeyValue();

  /** Reads the Resource between `start` and `end` (equal where the message has none). */
  readResource(wire: Wire, start: number, end: number, cuts: Cuts): void {
    requireSmall(end - start, 'a resource');
    cutText(wire.bytes, this.resourceSchemaUrl, MAX_NAME_BYTES, cuts);
    this.resourceNumber += 1;
    this.resourceAttributes.clear();
    this.resourceDropped = 0;
    wire.position = start;
    while (wire.position < end) {
      const field = wire.tag(end);
      if (field === RESOURCE_ATTRIBUTE) {
        this.resourceAttributes.read(wire, end);
      } else if (field === RESOURCE_DROPPED) this.resourceDropped = wire.varint(end);
      else wire.skip(field, end);
    }
    this.#nameResource(wire, cuts);
  }

  readScope(wire: Wire, start: number, end: number, cuts: Cuts): void {
    requireSmall(end - start, 'a scope');
    this.scopeName.start = this.scopeName.end = 0;
    this.scopeVersion.start = this.scopeVersion.end = 0;
    this.scopeAttributes.clear();
    this.scopeDropped = 0;
    wire.position = start;
    while (wire.position < end) {
      const field = wire.tag(end);
      switch (field) {
        case SCOPE_NAME:
          readSlice(wire, end, this.scopeName);
          break;
        case SCOPE_VERSION:
          readSlice(wire, end, this.scopeVersion);
          break;
        case SCOPE_ATTRIBUTE:
          this.scopeAttributes.read(wire, end);
          break;
        case SCOPE_DROPPED:
          this.scopeDropped = wire.varint(end);
          break;
        default:
          wire.skip(field, end);
      }
    }
    for (const text of [this.scopeName, this.scopeVersion, this.scopeSchemaUrl]) {
      cutText(wire.bytes, text, MAX_NAME_BYTES, cuts);
    }
  }

  /** The hot attributes, and a hash of all of them, their types and the schema URL. */
  #nameResource(wire: Wire, cuts: Cuts): void {
    this.service = this.namespace = this.environment = this.version = this.instance = '';
    const canonical = this.#canonical;
    canonical.clear();
    for (const i of sortByKey(wire, this.resourceAttributes)) {
      const pair = this.#keyValue;
      readKeyValue(wire, this.resourceAttributes.start(i), this.resourceAttributes.end(i), pair);
      canonical.stringSlice(wire.bytes, pair.keyStart, pair.keyEnd);
      const from = canonical.length;
      const type = copyKeyedValue(wire, pair, canonical, MAX_VALUE_BYTES, cuts);
      const key = wire.bytes.toString('utf8', pair.keyStart, pair.keyEnd);
      const column = HOT.get(key);
      if (column && (this[column] === '' || key === NEWER_ENVIRONMENT)) {
        this[column] = stringAt(canonical, from);
      }
      canonical.byte(type);
    }
    const { start, end } = this.resourceSchemaUrl;
    canonical.slice(wire.bytes, start, end);
    murmur3(canonical.bytes, 0, canonical.length, 0, this.resourceHash);
    if (this.service === '') this.service = UNKNOWN_SERVICE;
  }
}

/**
 * The ClickHouse String that starts at `from` and ends where the sink does. For a column it is
 * cut as names are; the resource's attribute is whole.
 */
function stringAt(sink: Sink, from: number): string {
  let start = from;
  while ((sink.bytes[start] as number) >= 0x80) start++;
  start += 1;
  const end = endOfText(sink.bytes, start, sink.length, MAX_NAME_BYTES);
  return sink.bytes.toString('utf8', start, end);
}

/** The columns by which spans, log records and series say who sent them. */
export const originColumns = () => ({
  service: new LowCardinality(),
  namespace: new LowCardinality(),
  environment: new LowCardinality(),
  version: new LowCardinality(),
  instance: new LowCardinality(),
  resource_id: uint64(),
  scope_name: new LowCardinality(),
  scope_version: new LowCardinality(),
  scope_attributes: new AttributeMap(),
  scope_attribute_types: new LowCardinality(),
  scope_dropped_attributes_count: uint32(),
  scope_schema_url: new LowCardinality(),
});

export type OriginColumns = ReturnType<typeof originColumns>;

/** Fills the origin's columns: values are looked up once for each scope, not for each row. */
export class OriginWriter {
  readonly #columns: OriginColumns;
  readonly #limits: RequestLimits;
  #resourceNumber = -1;
  #row = 0;
  #service = 0;
  #namespace = 0;
  #environment = 0;
  #version = 0;
  #instance = 0;
  #scopeName = 0;
  #scopeVersion = 0;
  #scopeSchemaUrl = 0;

  constructor(columns: OriginColumns, limits: RequestLimits) {
    this.#columns = columns;
    this.#limits = limits;
  }

  /** The rows from this one on are of this origin. */
  begin(wire: Wire, origin: Origin, row: number): void {
    this.#row = row;
    const columns = this.#columns;
    const { bytes } = wire;
    if (this.#resourceNumber !== origin.resourceNumber) {
      this.#resourceNumber = origin.resourceNumber;
      this.#service = columns.service.keyOf(origin.service);
      this.#namespace = columns.namespace.keyOf(origin.namespace);
      this.#environment = columns.environment.keyOf(origin.environment);
      this.#version = columns.version.keyOf(origin.version);
      this.#instance = columns.instance.keyOf(origin.instance);
    }
    const { scopeName, scopeVersion, scopeSchemaUrl } = origin;
    this.#scopeName = columns.scope_name.key(bytes, scopeName.start, scopeName.end);
    this.#scopeVersion = columns.scope_version.key(bytes, scopeVersion.start, scopeVersion.end);
    this.#scopeSchemaUrl = columns.scope_schema_url.key(
      bytes,
      scopeSchemaUrl.start,
      scopeSchemaUrl.end,
    );
  }

  /** Ends the rows of the present origin: `rows` are there now. */
  end(wire: Wire, origin: Origin, rows: number): void {
    const columns = this.#columns;
    const from = this.#row;
    if (rows === from) return;
    this.#row = rows;
    columns.service.fill(this.#service, from, rows);
    columns.namespace.fill(this.#namespace, from, rows);
    columns.environment.fill(this.#environment, from, rows);
    columns.version.fill(this.#version, from, rows);
    columns.instance.fill(this.#instance, from, rows);
    const [low = 0, high = 0] = origin.resourceHash;
    columns.resource_id.fill64(low, high, from, rows);
    columns.scope_name.fill(this.#scopeName, from, rows);
    columns.scope_version.fill(this.#scopeVersion, from, rows);
    columns.scope_schema_url.fill(this.#scopeSchemaUrl, from, rows);
    if (origin.scopeAttributes.count === 0 && origin.scopeDropped === 0) return;
    for (let row = from; row < rows; row++) {
      appendAttributes(
        wire,
        origin.scopeAttributes,
        row,
        columns.scope_attributes,
        columns.scope_attribute_types,
        MAX_VALUE_BYTES,
        this.#limits.cuts,
      );
      this.#limits.tick();
      columns.scope_dropped_attributes_count.at(row).uint32(origin.scopeDropped);
    }
  }

  /** For what stands for a service as a whole: no resource, no scope. */
  endService(rows: number): void {
    this.#columns.service.fill(this.#service, this.#row, rows);
    this.#row = rows;
  }
}
