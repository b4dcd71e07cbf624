import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '../runtime/settings.ts';

/**
 * The users of the embedded ClickHouse: one that may change everything, one that only reads, and
 * one that besides reading may add documents, which is what people decide in the UI.
 */
export const USER_NAMES = {
  writer: 'nunchi',
  reader: 'nunchi_reader',
  editor: 'nunchi_editor',
} as const;
export type Role = keyof typeof USER_NAMES;

/** Every request to the engine carries the key in this header; without it there is no page at all. */
export const KEY_HEADER = 'x-nunchi-key';

/** The users' passwords, and the key without which nobody is listened to. */
export type Credentials = Readonly<Record<Role | 'key', Secret>>;

export function embeddedDirectory(dataDir: string): string {
  return join(dataDir, 'clickhouse');
}

function file(dataDir: string): string {
  return join(embeddedDirectory(dataDir), 'credentials.json');
}

/** Reads the secrets; undefined when no embedded ClickHouse was ever started here. */
export function readCredentials(dataDir: string): Credentials | undefined {
  let text: string;
  try {
    text = readFileSync(file(dataDir), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const { writer, reader, editor, key } = parse(text, file(dataDir));
  return {
    writer: new Secret(writer),
    reader: new Secret(reader),
    editor: new Secret(editor),
    key: new Secret(key),
  };
}

const derive = (secret: string): string =>
  createHash('sha256').update(`editor:${secret}`).digest('hex');

function parse(text: string, path: string): Record<keyof Credentials, string> {
  try {
    const parsed = JSON.parse(text) as Partial<Record<keyof Credentials, string>>;
    const { writer, reader, key } = parsed;
    // Made before there were editors: derived, so that every process finds the same.
    const editor = parsed.editor ?? (writer && derive(writer));
    if (writer && reader && editor && key) return { writer, reader, editor, key };
  } catch {
    // the same advice as for a part that is missing
  }
  throw new Error(`${path} is damaged: delete it, and a new one is made at the next start`);
}

/**
 * Reads the secrets, or makes them: random, in a file that only its owner may read. They stay the
 * same over restarts of the engine, because the other processes go on. The directory exists.
 */
export function ensureCredentials(dataDir: string): Credentials {
  const existing = readCredentials(dataDir);
  if (existing) return existing;
  const random = () => randomBytes(24).toString('hex');
  const made = { writer: random(), reader: random(), editor: random(), key: random() };
  // Whole or not at all: half a file would lock everybody out.
  writeFileSync(`${file(dataDir)}.new`, JSON.stringify(made), { mode: 0o600, flush: true });
  renameSync(`${file(dataDir)}.new`, file(dataDir));
  return readCredentials(dataDir) as Credentials;
}
