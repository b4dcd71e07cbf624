import type { InstrumentationScope } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import { words } from '../diagnostics.ts';
import type { Diagnostics } from '../context.ts';
import { writeResource, writeScope } from './otlp/values.ts';
import { Writer } from './otlp/writer.ts';
import type { Batch } from './outbox.ts';

/** Spans and log records. */
export interface Item {
  readonly instrumentationScope: InstrumentationScope;
}

export interface BatchingOptions<Record extends Item> {
  readonly resource: Resource;
  /** Writes a record's own fields. */
  readonly write: (writer: Writer, record: Record) => void;
  readonly maxItems: number;
  readonly delayMs: number;
  readonly add: (batch: Batch) => void;
  /** Records that cannot be encoded are lost. */
  readonly lost: (items: number) => void;
  readonly diagnostics: Diagnostics;
}

interface Scope {
  readonly head: Uint8Array;
  readonly schemaUrl: string | undefined;
  readonly records: Writer;
}

/** So many bytes are a request, however few records they are. */
const MAX_BYTES = 1024 * 1024;
/** More scopes than this are made by mistake, one for each request: they are not kept. */
const MAX_SCOPES = 200;

/**
 * Makes OTLP requests of spans or log records, each of which is encoded as soon as it is there. An
 * SDK keeps them for a second and encodes hundreds in one go: that holds up the requests of the
 * moment, and the garbage collector copies each record at least once.
 */
export class Batching<Record extends Item> {
  readonly #options: BatchingOptions<Record>;
  readonly #scopes = new Map<InstrumentationScope, Scope>();
  readonly #request = new Writer();
  #resource: Uint8Array | undefined;
  #items = 0;
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: BatchingOptions<Record>) {
    this.#options = options;
  }

  /** Never throws: it is called in the middle of the application. */
  add(record: Record): void {
    const { write, maxItems, delayMs, lost, diagnostics } = this.#options;
    let before = 0;
    let records: Writer | undefined;
    try {
      ({ records } = this.#scopeOf(record.instrumentationScope));
      before = records.length;
      const start = records.begin(2);
      write(records, record);
      records.end(start);
    } catch (error) {
      records?.cut(before);
      lost(1);
      diagnostics.error(`a record cannot be encoded and is dropped: ${words(error)}`);
      return;
    }
    this.#items++;
    this.#bytes += records.length - before;
    if (this.#items >= maxItems || this.#bytes >= MAX_BYTES) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), delayMs).unref();
  }

  /** Hands over what there is. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const items = this.#items;
    if (items === 0) return;
    this.#items = 0;
    this.#bytes = 0;
    this.#handOver(items);
    if (this.#scopes.size > MAX_SCOPES) this.#scopes.clear();
  }

  /** Never throws either: it is called by a timer, where that would end the host. */
  #handOver(items: number): void {
    const { add, lost, diagnostics } = this.#options;
    try {
      add({ body: this.#encode(), items });
    } catch (error) {
      for (const { records } of this.#scopes.values()) records.clear();
      lost(items);
      diagnostics.error(`${items} records cannot be encoded and are dropped: ${words(error)}`);
    } finally {
      this.#request.clear();
    }
  }

  /** `ExportTraceServiceRequest` and `ExportLogsServiceRequest` are alike down to the records. */
  #encode(): Uint8Array {
    const request = this.#request;
    const { resource } = this.#options;
    const ofResource = request.begin(1);
    request.raw((this.#resource ??= written((writer) => writeResource(writer, resource))));
    for (const { head, records, schemaUrl } of this.#scopes.values()) {
      if (records.length === 0) continue;
      const ofScope = request.begin(2);
      request.raw(head);
      request.raw(records.written());
      if (schemaUrl) request.text(3, schemaUrl);
      request.end(ofScope);
      records.clear();
    }
    if (resource.schemaUrl) request.text(3, resource.schemaUrl);
    request.end(ofResource);
    return new Uint8Array(request.written());
  }

  #scopeOf(scope: InstrumentationScope): Scope {
    const known = this.#scopes.get(scope);
    if (known) return known;
    const head = written((writer) => writeScope(writer, scope));
    const made: Scope = { head, schemaUrl: scope.schemaUrl, records: new Writer() };
    this.#scopes.set(scope, made);
    return made;
  }
}

function written(write: (writer: Writer) => void): Uint8Array {
  const writer = new Writer();
  write(writer);
  return new Uint8Array(writer.written());
}
