// SQLite as OpenTelemetry's semantic conventions for databases see it.
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

type Row = Record<string, unknown>;

/** Each statement is a span; `summary` is its low-cardinality name, such as `SELECT products`. */
export interface Database {
  rows<T = Row>(summary: string, sql: string, ...values: SQLInputValue[]): T[];
  /** How many rows it changed. */
  change(summary: string, sql: string, ...values: SQLInputValue[]): number;
  /** Without a span: for the schema. */
  script(sql: string): void;
  close(): void;
}

const tracer = trace.getTracer('shop-database');

export function openDatabase(file: string, namespace: string): Database {
  const db = new DatabaseSync(file, { timeout: 5_000 });
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');

  const traced = <T>(summary: string, sql: string, work: () => T): T => {
    const attributes = {
      'db.system.name': 'sqlite',
      'db.namespace': namespace,
      'db.operation.name': summary.split(' ')[0] ?? summary,
      'db.query.summary': summary,
      'db.query.text': sql,
    };
    return tracer.startActiveSpan(summary, { kind: SpanKind.CLIENT, attributes }, (span) => {
      try {
        return work();
      } catch (error) {
        span.recordException(error as Error);
        span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
        throw error;
      } finally {
        span.end();
      }
    });
  };

  return {
    rows: <T>(summary: string, sql: string, ...values: SQLInputValue[]) =>
      traced(summary, sql, () => db.prepare(sql).all(...values) as T[]),
    change: (summary, sql, ...values) =>
      traced(summary, sql, () => Number(db.prepare(sql).run(...values).changes)),
    script: (sql) => db.exec(sql),
    close: () => db.close(),
  };
}
