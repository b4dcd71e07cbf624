import { Readable } from 'node:stream';
import {
  ClickHouseError,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client';
import { DATABASE } from './embedded/configuration.ts';
import {
  type Credentials,
  KEY_HEADER,
  readCredentials,
  type Role,
  USER_NAMES,
} from './embedded/credentials.ts';
import { type Secret, SettingsReader } from './runtime/settings.ts';

/** Where ClickHouse is, and as whom to speak to it. */
export interface StoreSettings {
  readonly url: URL;
  readonly username: string;
  readonly password: Secret | undefined;
  readonly database: string;
  /** The embedded ClickHouse listens only to who has its key. */
  readonly key?: Secret;
}

/**
 * Reads `CLICKHOUSE_*`; without `CLICKHOUSE_URL`, the embedded ClickHouse of `NUNCHI_DATA_DIR`,
 * as one of its users.
 */
export function readStoreSettings(
  read: SettingsReader,
  dataDir: string,
  role: Role,
): StoreSettings {
  const url = read.httpUrl('CLICKHOUSE_URL');
  const port = read.port('NUNCHI_CLICKHOUSE_PORT', 4323);
  if (url) {
    return {
      url,
      username: read.string('CLICKHOUSE_USER', 'default'),
      password: read.secret('CLICKHOUSE_PASSWORD'),
      database: read.string('CLICKHOUSE_DATABASE', DATABASE),
    };
  }
  const credentials = readCredentials(dataDir);
  if (!credentials) {
    read.problems.push(
      `no embedded ClickHouse was started in ${dataDir}: use npm run up, or set CLICKHOUSE_URL`,
    );
  }
  return embeddedSettings(port, role, credentials);
}

/** How to speak to the embedded ClickHouse as one of its users. */
export function embeddedSettings(
  port: number,
  role: Role,
  credentials: Credentials | undefined,
): StoreSettings {
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    username: USER_NAMES[role],
    password: credentials?.[role],
    database: DATABASE,
    ...(credentials && { key: credentials.key }),
  };
}

/** ClickHouse cannot be reached, or does not let us in. The message names the URL and the cause. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

export type Parameters = Readonly<Record<string, unknown>>;

export interface AskOptions {
  readonly signal?: AbortSignal;
  readonly settings?: ClickHouseSettings;
}

/** The store as the questions in `queries/` see it. */
export interface Questionable {
  /** Rows of a SELECT, 64-bit integers as strings. Parameters are bound by `{name:Type}`. */
  rows<Row>(sql: string, parameters?: Parameters, options?: AskOptions): Promise<Row[]>;
}

export interface Store extends Questionable {
  readonly settings: StoreSettings;
  /** Runs a statement that answers nothing. */
  command(sql: string, parameters?: Parameters): Promise<void>;
  /**
   * Inserts blocks in ClickHouse's Native format. The token makes a repetition of the same
   * insert a no-op, in the table and in every view that it feeds.
   */
  insertNative(table: string, blocks: readonly Uint8Array[], token: string): Promise<void>;
  /**
   * Inserts rows as one block, and no second block of the same token: the first writer wins.
   * Columns that a row leaves out have their default.
   */
  insertRows(table: string, rows: readonly object[], token?: string): Promise<void>;
  /** Throws {@link StoreUnavailableError} unless ClickHouse answers and knows our user. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Above the limits that questions themselves have: this is for a ClickHouse that hangs. */
const ANSWER_WITHIN_MS = 20_000;

/** After this long without a byte of an answer, ClickHouse is taken for dead. */
const SILENT_FOR_MS = 60_000;

export function connectStore(
  settings: StoreSettings,
  application: string,
  silentForMs = SILENT_FOR_MS,
): Store {
  const client = createClient({
    url: settings.url,
    username: settings.username,
    password: settings.password?.reveal() ?? '',
    database: settings.database,
    application,
    ...(settings.key && { http_headers: { [KEY_HEADER]: settings.key.reveal() } }),
    // Errors are thrown to the caller, who logs them once.
    log: { level: ClickHouseLogLevel.OFF },
    max_open_connections: 16,
    request_timeout: silentForMs,
    // Below the engine's keep_alive_timeout, so that a socket is never reused as it closes.
    keep_alive: { enabled: true, idle_socket_ttl: 2_500 },
    clickhouse_settings: { date_time_input_format: 'best_effort' },
  });

  const guarded = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw describe(error, settings.url);
    }
  };

  return {
    settings,
    async rows<Row>(sql: string, parameters: Parameters = {}, options: AskOptions = {}) {
      const result = await guarded(
        client.query({
          query: sql,
          query_params: parameters as Record<string, unknown>,
          format: 'JSONEachRow',
          abort_signal: options.signal ?? AbortSignal.timeout(ANSWER_WITHIN_MS),
          clickhouse_settings: {
            output_format_json_quote_64bit_integers: 1,
            output_format_json_quote_denormals: 1,
            ...options.settings,
          },
        }),
      );
      return guarded(result.json<Row>());
    },
    async command(sql, parameters = {}) {
      await guarded(
        client.command({ query: sql, query_params: parameters as Record<string, unknown> }),
      );
    },
    async insertNative(table, blocks, token) {
      const { stream } = await guarded(
        client.exec({
          query: `INSERT INTO ${table} FORMAT Native`,
          values: Readable.from(blocks, { objectMode: false }),
          clickhouse_settings: {
            async_insert: 0,
            insert_deduplicate: 1,
            insert_deduplication_token: token,
            deduplicate_blocks_in_dependent_materialized_views: 1,
            wait_end_of_query: 1,
            // A request may carry records of many days; the collector bounds its size instead.
            max_partitions_per_insert_block: '0',
          },
        }),
      );
      stream.resume();
    },
    async insertRows(table, rows, token) {
      await guarded(
        client.insert({
          table,
          values: rows,
          format: 'JSONEachRow',
          clickhouse_settings: {
            async_insert: 0,
            wait_end_of_query: 1,
            ...(token !== undefined && {
              insert_deduplicate: 1,
              insert_deduplication_token: token,
            }),
          },
        }),
      );
    },
    async check() {
      await guarded(
        client.query({ query: 'SELECT 1', format: 'JSONEachRow' }).then((r) => r.text()),
      );
    },
    close: () => client.close(),
  };
}

/** ClickHouse's error codes that mean "not you": wrong user or password. */
const AUTHENTICATION_FAILED = new Set(['192', '193', '194', '516']);

function describe(error: unknown, url: URL): unknown {
  const where = `ClickHouse at ${url.origin}`;
  if (error instanceof ClickHouseError) {
    if (!AUTHENTICATION_FAILED.has(error.code)) return error;
    return new StoreUnavailableError(
      `${where} refuses the user: check CLICKHOUSE_USER and CLICKHOUSE_PASSWORD`,
      { cause: error },
    );
  }
  const { code, message } = error as NodeJS.ErrnoException;
  if (message === 'Timeout error.' || message === 'The user aborted a request.') {
    return new StoreUnavailableError(`${where} did not answer in time`, { cause: error });
  }
  if (code) {
    return new StoreUnavailableError(`${where} cannot be reached (${code}): check CLICKHOUSE_URL`, {
      cause: error,
    });
  }
  return error;
}
