import type { Cuts } from './cuts.ts';
import { TooLargeError } from './decompress.ts';
import { MAX_PARTS } from './limits.ts';
import { Origin } from './origin.ts';
import { readSlice } from './slice.ts';
import { BYTES, MalformedError, Ranges, tag, type Wire } from './wire.ts';

// The three Export…ServiceRequest messages have the same shape down to the record:
// resource_… = 1 { resource = 1, scope_… = 2 { scope = 1, records = 2, schema_url = 3 }, schema_url = 3 }
const RESOURCE_RECORDS = tag(1, BYTES);
const RESOURCE = tag(1, BYTES);
const SCOPE_RECORDS = tag(2, BYTES);
const SCOPE = tag(1, BYTES);
const RECORD = tag(2, BYTES);
const SCHEMA_URL = tag(3, BYTES);

/** How the parts are called where a message says what was malformed. */
export interface PathNames {
  readonly resource: string;
  readonly scope: string;
  readonly record: string;
}

export interface RecordReader {
  readonly names: PathNames;
  readonly cuts: Cuts;
  /** The origin has the resource of the scopes that follow. */
  onResource(wire: Wire, origin: Origin): void;
  /** The origin has the scope of the records that follow. */
  onScope(wire: Wire, origin: Origin): void;
  onRecord(wire: Wire, origin: Origin, start: number, end: number): void;
  /** That were all records of the scope. */
  onScopeEnd(wire: Wire, origin: Origin): void;
}

const origin = new Origin();
const scopes = new Ranges();
const records = new Ranges();
let resourceIndex = -1;
let scopeIndex = -1;
let recordIndex = -1;
let parts = 0;

/**
 * Walks an export request record by record. Fields may come in any order, so each message is
 * passed over once to find its parts before they are read.
 * Throws {@link MalformedError} that says what, at which byte and in which record, or TooLargeError.
 */
export function walkRequest(wire: Wire, bytes: Buffer, reader: RecordReader): void {
  resourceIndex = scopeIndex = recordIndex = -1;
  parts = 0;
  wire.open(bytes);
  const end = bytes.length;
  try {
    while (wire.position < end) {
      const field = wire.tag(end);
      if (field === RESOURCE_RECORDS) {
        countPart();
        resourceIndex += 1;
        scopeIndex = recordIndex = -1;
        const stop = wire.length(end);
        walkResource(wire, wire.position, stop, reader);
        wire.position = stop;
      } else wire.skip(field, end);
    }
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    const field = where(reader.names);
    if (field === '') throw error;
    throw new MalformedError(`${error.message} in ${field}`, { cause: error, field });
  }
}

/** Millions of parts fit into a small body when each of them is empty. */
function countPart(): void {
  parts += 1;
  if (parts > MAX_PARTS) {
    throw new TooLargeError(
      `the request has more than ${MAX_PARTS} resources, scopes and records; send smaller batches`,
    );
  }
}

function walkResource(wire: Wire, start: number, end: number, reader: RecordReader): void {
  scopeIndex = recordIndex = -1;
  scopes.clear();
  origin.resourceSchemaUrl.start = origin.resourceSchemaUrl.end = 0;
  let resourceStart = 0;
  let resourceEnd = 0;
  wire.position = start;
  while (wire.position < end) {
    const field = wire.tag(end);
    if (field === SCOPE_RECORDS) {
      countPart();
      scopes.read(wire, end);
    } else if (field === RESOURCE) {
      resourceEnd = wire.length(end);
      resourceStart = wire.position;
      wire.position = resourceEnd;
    } else if (field === SCHEMA_URL) readSlice(wire, end, origin.resourceSchemaUrl);
    else wire.skip(field, end);
  }
  origin.readResource(wire, resourceStart, resourceEnd, reader.cuts);
  reader.onResource(wire, origin);
  for (scopeIndex = 0; scopeIndex < scopes.count; scopeIndex++) {
    walkScope(wire, scopes.start(scopeIndex), scopes.end(scopeIndex), reader);
  }
  scopeIndex = -1;
}

function walkScope(wire: Wire, start: number, end: number, reader: RecordReader): void {
  recordIndex = -1;
  records.clear();
  origin.scopeSchemaUrl.start = origin.scopeSchemaUrl.end = 0;
  let scopeStart = 0;
  let scopeEnd = 0;
  wire.position = start;
  while (wire.position < end) {
    const field = wire.tag(end);
    if (field === RECORD) {
      countPart();
      records.read(wire, end);
    } else if (field === SCOPE) {
      scopeEnd = wire.length(end);
      scopeStart = wire.position;
      wire.position = scopeEnd;
    } else if (field === SCHEMA_URL) readSlice(wire, end, origin.scopeSchemaUrl);
    else wire.skip(field, end);
  }
  origin.readScope(wire, scopeStart, scopeEnd, reader.cuts);
  reader.onScope(wire, origin);
  for (recordIndex = 0; recordIndex < records.count; recordIndex++) {
    reader.onRecord(wire, origin, records.start(recordIndex), records.end(recordIndex));
  }
  recordIndex = -1;
  reader.onScopeEnd(wire, origin);
}

function where(names: PathNames): string {
  if (resourceIndex < 0) return '';
  const parts = [`${names.resource}[${resourceIndex}]`];
  if (scopeIndex >= 0) parts.push(`${names.scope}[${scopeIndex}]`);
  if (recordIndex >= 0) parts.push(`${names.record}[${recordIndex}]`);
  return parts.join('.');
}
