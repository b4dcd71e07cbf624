import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '../runtime/settings.ts';

export const WRITER = 'nunchi';
export const READER = 'nunchi_reader';

/** The two users of the embedded ClickHouse: one that may change things, one that only reads. */
export interface Credentials {
  readonly writer: Secret;
  readonly reader: Secret;
}

export function embeddedDirectory(dataDir: string): string {
  return join(dataDir, 'clickhouse');
}

function file(dataDir: string): string {
  return join(embeddedDirectory(dataDir), 'credentials.json');
}

/** Reads the passwords; undefined when no embedded ClickHouse was ever started here. */
export function readCredentials(dataDir: string): Credentials | undefined {
  let text: string;
  try {
    text = readFileSync(file(dataDir), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const { writer, reader } = JSON.parse(text) as { writer: string; reader: string };
  return { writer: new Secret(writer), reader: new Secret(reader) };
}

/** Reads the passwords, or makes them: random, in a file that only its owner may read. The directory exists. */
export function ensureCredentials(dataDir: string): Credentials {
  const existing = readCredentials(dataDir);
  if (existing) {
    chmodSync(file(dataDir), 0o600);
    return existing;
  }
  const made = { writer: randomBytes(24).toString('hex'), reader: randomBytes(24).toString('hex') };
  // Whole or not at all: half a file would lock everybody out.
  writeFileSync(`${file(dataDir)}.new`, JSON.stringify(made), { mode: 0o600, flush: true });
  renameSync(`${file(dataDir)}.new`, file(dataDir));
  return { writer: new Secret(made.writer), reader: new Secret(made.reader) };
}
