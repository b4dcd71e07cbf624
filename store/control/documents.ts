import { randomUUID } from 'node:crypto';
import type { Questionable, Store } from '../client.ts';

/**
 * Kinds of documents and their ids: `alarm-rule` (id of the rule), `channel` (its name),
 * `service-config` (name of the service), `decision` (id of the action that a person has a word
 * on), `kill-switch` (the one id `kill-switch`).
 */
export type DocumentKind = 'alarm-rule' | 'channel' | 'service-config' | 'decision' | 'kill-switch';

export type Origin = 'api' | 'file' | 'default';

export interface Document<Body = unknown> {
  readonly kind: DocumentKind;
  readonly id: string;
  /** Begins with 1, and has no gaps. */
  readonly version: number;
  readonly deleted: boolean;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly author: string;
  readonly origin: Origin;
  readonly body: Body;
}

export type NewDocument<Body = unknown> = Omit<Document<Body>, 'time'>;

/** The version is there already: read it, and decide again. */
export class VersionConflictError extends Error {
  override readonly name = 'VersionConflictError';
}

/** The newest version of each document of some kinds, deleted ones too, by id. */
export async function newestDocuments<Body = unknown>(
  store: Questionable,
  kinds: readonly DocumentKind[],
  id?: string,
): Promise<Document<Body>[]> {
  const rows = await store.rows<
    Omit<Document<string>, 'version' | 'time'> & { version: string; timeMs: string }
  >(
    `SELECT kind, id, version, deleted, toUnixTimestamp64Milli(time) AS timeMs, author, origin, body
     FROM documents
     WHERE kind IN {kinds:Array(String)} ${id === undefined ? '' : 'AND id = {id:String}'}
     ORDER BY kind, id, version DESC
     LIMIT 1 BY kind, id`,
    { kinds, ...(id !== undefined && { id }) },
  );
  return rows.map(({ timeMs, version, body, ...row }) => ({
    ...row,
    version: Number(version),
    time: Number(timeMs),
    body: JSON.parse(body) as Body,
  }));
}

/** Writes a version, or throws {@link VersionConflictError} when somebody else was first. */
export async function writeDocument(
  store: Pick<Store, 'insertRows' | 'rows'>,
  { kind, id, version, deleted, author, origin, body }: NewDocument,
  now: number,
): Promise<void> {
  const writeId = randomUUID();
  const row = { kind, id, version, deleted, author, origin, write_id: writeId };
  await store.insertRows(
    'documents',
    [{ ...row, time: new Date(now).toISOString(), body: JSON.stringify(body) }],
    JSON.stringify([kind, id, version]),
  );
  const [stored] = await store.rows<{ writeId: string }>(
    `SELECT write_id AS writeId FROM documents
     WHERE kind = {kind:String} AND id = {id:String} AND version = {version:UInt64} LIMIT 1`,
    { kind, id, version },
  );
  if (stored?.writeId !== writeId) {
    throw new VersionConflictError(`version ${version} of ${kind} ${id} is there already`);
  }
}
