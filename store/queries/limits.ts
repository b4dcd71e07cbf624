import { ClickHouseError, type ClickHouseSettings } from '@clickhouse/client';
import {
  type AskOptions,
  type Parameters,
  type Questionable,
  StoreUnavailableError,
} from '../client.ts';

/** Which bound a question ran into. */
export type QueryLimit = 'time' | 'memory' | 'size' | 'concurrency';

/** ClickHouse gave a question up because it asked for too much. */
export class QueryLimitError extends Error {
  override readonly name = 'QueryLimitError';
  readonly limit: QueryLimit;

  constructor(limit: QueryLimit, cause: unknown) {
    super(`a query exceeded its limit of ${limit}`, { cause });
    this.limit = limit;
  }
}

export const MAX_EXECUTION_SECONDS = 15;

const LIMITS: ClickHouseSettings = {
  max_execution_time: MAX_EXECUTION_SECONDS,
  timeout_overflow_mode: 'throw',
  max_memory_usage: '1500000000',
  max_result_rows: '200000',
  // A reply becomes one string, and then objects, in this process.
  max_result_bytes: '200000000',
  result_overflow_mode: 'throw',
  // An error comes as a status and not in the middle of rows that were already sent.
  wait_end_of_query: 1,
  cancel_http_readonly_queries_on_client_close: 1,
};

const LIMIT_OF_CODE: Readonly<Record<string, QueryLimit>> = {
  '158': 'size', // TOO_MANY_ROWS
  '159': 'time', // TIMEOUT_EXCEEDED
  '160': 'time', // TOO_SLOW
  '202': 'concurrency', // TOO_MANY_SIMULTANEOUS_QUERIES
  '241': 'memory', // MEMORY_LIMIT_EXCEEDED
  '307': 'size', // TOO_MANY_BYTES
  '396': 'size', // TOO_MANY_ROWS_OR_BYTES
};

const NO_SCHEMA = new Set(['60', '81']); // UNKNOWN_TABLE, UNKNOWN_DATABASE

/**
 * The same store, where every question is bounded; beyond the bounds: {@link QueryLimitError}.
 * Before the first migration: {@link StoreUnavailableError}.
 */
export function withLimits(store: Questionable, limits: ClickHouseSettings = {}): Questionable {
  return {
    async rows<Row>(sql: string, parameters: Parameters = {}, options: AskOptions = {}) {
      try {
        return await store.rows<Row>(sql, parameters, {
          ...options,
          settings: { ...LIMITS, ...limits, ...options.settings },
        });
      } catch (error) {
        throw error instanceof ClickHouseError ? translate(error) : error;
      }
    },
  };
}

function translate(error: ClickHouseError): Error {
  const limit = LIMIT_OF_CODE[error.code];
  if (limit) return new QueryLimitError(limit, error);
  if (!NO_SCHEMA.has(error.code)) return error;
  return new StoreUnavailableError('the store has no schema yet', { cause: error });
}
