// The shop's PostgreSQL: PGlite behind a socket. A plain process without the agent, as a database
// is to its users; what they ask of it they tell of themselves.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { listenAs } from '../common/listen.ts';
import { createLog } from '../common/log.ts';
import { databaseDirectory, HOST, portOf } from '../settings.ts';
import { FILL, SCHEMA, STOCK, TIDY } from './schema.ts';

const MAKER = join(import.meta.dirname, 'make.ts');
const TIDY_EVERY_MS = 60_000;
const MOST_CONNECTIONS = 40;

/** PostgreSQL sets 128 MB of buffers aside and writes to all of it; a shop of this size needs 4. */
const SMALL = ['-c', 'shared_buffers=4MB', '-c', 'wal_buffers=256kB'];

const log = createLog('database');
try {
  await start();
} catch (error) {
  console.error(`nunchi database: ${(error as Error).message}`);
  process.exit(1);
}

async function start(): Promise<void> {
  const port = portOf('database', process.env);
  const database = await open(databaseDirectory(process.env));
  const server = new PGLiteSocketServer({
    db: database,
    host: HOST,
    port,
    maxConnections: MOST_CONNECTIONS,
  });
  await listenAs('database', port, () => server.start());
  const tidying = setInterval(
    () => database.exec(TIDY).catch((err: unknown) => log.error({ err }, 'nothing was tidied')),
    TIDY_EVERY_MS,
  );
  log.info({ port }, 'ready for connections');

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    clearInterval(tidying);
    await server.stop();
    await database.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => void stop());
  process.once('disconnect', () => void stop());
  if (process.connected) process.send?.({ ready: true });
}

/** What cannot be read any more is begun anew: nothing in it is worth keeping the shop closed. */
async function open(directory: string): Promise<PGlite> {
  if (!existsSync(directory)) await make(directory);
  try {
    return await prepare(directory);
  } catch (error) {
    log.error({ err: error, directory }, 'the database cannot be read, a new one is made');
    rmSync(directory, { recursive: true, force: true });
    await make(directory);
    return prepare(directory);
  }
}

async function make(directory: string): Promise<void> {
  const maker = fork(MAKER, [directory], { execArgv: process.execArgv });
  const [code, signal] = (await once(maker, 'exit')) as [number | null, string | null];
  if (code !== 0) throw new Error(`${directory} cannot be made: ended by ${signal ?? code}`);
}

async function prepare(directory: string): Promise<PGlite> {
  const startParams = [...PGlite.defaultStartParams, ...SMALL];
  const database = await PGlite.create({ dataDir: directory, startParams });
  await database.exec(SCHEMA);
  await database.query(FILL, [JSON.stringify(STOCK)]);
  return database;
}
