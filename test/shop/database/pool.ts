import { Pool } from 'pg';
import type { Log } from '../common/log.ts';
import { type Environment, HOST, portOf } from '../settings.ts';

/** A few connections each: the database is PGlite, which works on one statement at a time. */
const CONNECTIONS = 3;
const CONNECT_TIMEOUT_MS = 3_000;
const QUERY_TIMEOUT_MS = 5_000;

export type { Pool };

export function openPool(env: Environment, log: Log): Pool {
  const pool = new Pool({
    host: HOST,
    port: portOf('database', env),
    user: 'postgres',
    database: 'shop',
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
  });
  // A connection that breaks while nobody uses it would else end the process; the next is a new one.
  pool.on('error', (error) => log.warn({ err: error }, 'a connection to the database broke'));
  return pool;
}
