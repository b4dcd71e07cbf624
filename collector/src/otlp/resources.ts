import {
  AttributeMap,
  LowCardinality,
  nanoseconds,
  Text,
  uint32,
  uint64,
} from '../columns/columns.ts';
import { Table } from '../columns/table.ts';
import { appendAttributes } from './attributes.ts';
import { type RequestLimits, MAX_VALUE_BYTES } from './limits.ts';
import { HashMap } from './hash.ts';
import type { Origin } from './origin.ts';
import type { Wire } from './wire.ts';

/** The registry's rows of a batch: each resource once, seen when its first request was received. */
export class ResourceRows {
  readonly table = new Table('resources', {
    resource_id: uint64(),
    service: new LowCardinality(),
    namespace: new LowCardinality(),
    environment: new LowCardinality(),
    version: new LowCardinality(),
    instance: new Text(),
    attributes: new AttributeMap(),
    attribute_types: new LowCardinality(),
    dropped_attributes_count: uint32(),
    schema_url: new LowCardinality(),
    first_seen: nanoseconds(),
    last_seen: nanoseconds(),
  });
  readonly #limits: RequestLimits;
  readonly #seen = new HashMap();

  constructor(limits: RequestLimits) {
    this.#limits = limits;
  }

  /** Times are Unix nanoseconds, as halves. */
  append(wire: Wire, origin: Origin, received: { low: number; high: number }): void {
    if (this.#seen.get(origin.resourceHash) !== -1) return;
    this.#limits.tick();
    this.#seen.set(origin.resourceHash, this.table.rows);
    const { columns } = this.table;
    columns.resource_id.uint64(origin.resourceHash[0] as number, origin.resourceHash[1] as number);
    columns.service.string(origin.service);
    columns.namespace.string(origin.namespace);
    columns.environment.string(origin.environment);
    columns.version.string(origin.version);
    columns.instance.string(origin.instance);
    appendAttributes(
      wire,
      origin.resourceAttributes,
      this.table.rows,
      columns.attributes,
      columns.attribute_types,
      MAX_VALUE_BYTES,
      this.#limits.cuts,
    );
    columns.dropped_attributes_count.uint32(origin.resourceDropped);
    const { start, end } = origin.resourceSchemaUrl;
    columns.schema_url.slice(wire.bytes, start, end);
    columns.first_seen.uint64(received.low, received.high);
    columns.last_seen.uint64(received.low, received.high);
    this.table.rows += 1;
  }

  rollback(): void {
    this.table.rollback();
    this.#seen.clear(); // a resource may have two rows in a batch: the table takes that
  }

  clear(): void {
    this.table.clear();
    this.#seen.clear();
  }
}
