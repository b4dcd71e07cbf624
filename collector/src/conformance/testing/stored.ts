import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '@nunchi/store';
import { createTestStore } from '@nunchi/store/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, expect } from 'vitest';
import { buildApp } from '../../app.ts';
import { readConfig } from '../../config.ts';
import type { Signal } from '../../otlp/batch.ts';
import { type Format, FORMATS } from '../../otlp/encoding.ts';
import { JSON_TYPE, post, PROTOBUF, protobuf } from '../../testing/collector.ts';
import { field, message } from './wire-message.ts';

type Row = Readonly<Record<string, unknown>>;

/** One record that is sent, and what is to be found in the store. */
export interface Case {
  /** The name of the test, as the table in README.md has it. */
  readonly title: string;
  /** The Span, LogRecord or Metric, as OTLP/JSON; or as hand-written protobuf. */
  readonly send: object | Buffer;
  /** Fields of the messages around the record, as OTLP/JSON. */
  readonly resource?: {
    readonly attributes?: readonly object[];
    readonly droppedAttributesCount?: number;
    readonly entityRefs?: readonly object[];
  };
  /** Fields of the Resource around hand-written protobuf. */
  readonly resourceBytes?: Buffer;
  readonly scope?: object;
  readonly resourceSchemaUrl?: string;
  readonly scopeSchemaUrl?: string;
  /** How it is sent, where it is not both. */
  readonly only?: Format;
  /**
   * All rows of these tables, by their times, each with the columns that matter. Ids are
   * hexadecimal, times Unix nanoseconds.
   */
  readonly stored: Readonly<Record<string, readonly Row[]>>;
}

const NAMES: Readonly<Record<Signal, readonly [string, string, string]>> = {
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
};

/**
 * Sends every case through a collector, as JSON and as protobuf, each as a service of its own (and
 * a metric of its own, where `send` is one), and answers what checks one of them.
 */
export function useStored(signal: Signal, cases: readonly Case[]) {
  const tables = new Map<string, readonly Row[]>();
  let store: Store;
  let directory = '';

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'nunchi-conformance-'));
    store = await createTestStore();
    const config = readConfig({
      CLICKHOUSE_URL: 'http://127.0.0.1:1',
      NUNCHI_DATA_DIR: directory,
    });
    const collector = await buildApp(config, { store, log: pino({ level: 'silent' }) });
    for (const format of FORMATS) {
      const bodies = cases.flatMap((one, index) =>
        (one.only ?? format) === format ? [bodyOf(signal, format, one, `${format} ${index}`)] : [],
      );
      // Requests that stand one after another are one message, in protobuf.
      const body =
        format === 'protobuf'
          ? Buffer.concat(bodies.map((one) => (one instanceof Buffer ? one : encoded(signal, one))))
          : JSON.stringify({ [NAMES[signal][0]]: bodies });
      const type = format === 'protobuf' ? PROTOBUF : JSON_TYPE;
      const answer = await post(collector, signal, body, { 'content-type': type });
      expect([answer.statusCode, answer.rawPayload.toString()]).toEqual([
        200,
        format === 'json' ? '{}' : '',
      ]);
    }
    await collector.close();
    for (const table of new Set(cases.flatMap((one) => Object.keys(one.stored)))) {
      tables.set(table, await readTable(store, table));
    }
  });
  afterAll(async () => {
    rmSync(directory, { recursive: true, force: true });
    await store.close();
  });

  return (one: Case): void => {
    for (const format of FORMATS.filter((name) => (one.only ?? name) === name)) {
      const name = `${format} ${cases.indexOf(one)}`;
      for (const [table, expected] of Object.entries(one.stored)) {
        const rows = (tables.get(table) ?? []).filter((row) => row[keyOf(table)] === name);
        const columns = expected.map((row) => Object.keys(row));
        expect({ format, table, rows: rows.map((row, i) => pick(row, columns[i])) }).toEqual({
          format,
          table,
          rows: expected,
        });
      }
    }
  };
}

/** What goes into the list at the top of the request; of hand-written bytes, the whole request. */
function bodyOf(signal: Signal, format: Format, one: Case, service: string): object | Buffer {
  const [, scopes, records] = NAMES[signal];
  const name = { key: 'service.name', value: { stringValue: service } };
  if (one.send instanceof Buffer) {
    expect(format).toBe('protobuf');
    const attribute = message(field(1, name.key), field(2, field(1, service)));
    const resource = message(field(1, attribute), one.resourceBytes ?? message());
    const record = signal === 'metrics' ? message(field(1, service), one.send) : one.send;
    return field(1, message(field(1, resource), field(2, field(2, record))));
  }
  return {
    resource: { ...one.resource, attributes: [name, ...(one.resource?.attributes ?? [])] },
    schemaUrl: one.resourceSchemaUrl,
    [scopes]: [
      {
        scope: one.scope,
        schemaUrl: one.scopeSchemaUrl,
        [records]: [signal === 'metrics' ? { name: service, ...one.send } : one.send],
      },
    ],
  };
}

const encoded = (signal: Signal, resource: object): Buffer =>
  protobuf(signal, JSON.stringify({ [NAMES[signal][0]]: [resource] }));

/** Points know their metric only; the series knows who sent it. */
const keyOf = (table: string): string => (/^metric_(?!series)/.test(table) ? 'metric' : 'service');

const pick = (row: Row, columns: readonly string[] = []): Row =>
  Object.fromEntries(columns.map((column) => [column, row[column]]));

/** All rows of a table by their times, ids as hexadecimal, times as Unix nanoseconds. */
export async function readTable(store: Store, table: string): Promise<Row[]> {
  const columns = await store.rows<{ name: string; type: string }>(
    `SELECT name, type FROM system.columns
     WHERE database = currentDatabase() AND table = {table:String} AND default_kind = ''`,
    { table },
  );
  const list = columns.map(({ name, type }) => `${readable(name, type)} AS \`${name}\``);
  const times = columns.filter(({ type }) => /(?<!Array\()DateTime64/.test(type));
  const order = times.map(({ name }) => `t.${name}`).join(', ');
  return store.rows(`SELECT ${list.join(', ')} FROM ${table} AS t ORDER BY ${order}`);
}

/** Ids as hexadecimal, times as Unix nanoseconds, in lists too. */
function readable(name: string, type: string): string {
  const column = `t.\`${name}\``;
  let convert: ((value: string) => string) | undefined;
  if (type.includes('DateTime64')) convert = (value) => `toUnixTimestamp64Nano(${value})`;
  else if (type.includes('FixedString')) convert = (value) => `lower(hex(${value}))`;
  if (!convert) return column;
  return type.startsWith('Array(')
    ? `arrayMap(value -> ${convert('value')}, ${column})`
    : convert(column);
}
