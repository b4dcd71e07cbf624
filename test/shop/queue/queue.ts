import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

export interface Message {
  readonly id: number;
  /** Proof of this delivery: an `ack` with it does nothing once the message went to another. */
  readonly receipt: string;
  /** 1 at the first delivery. */
  readonly delivery: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Outgoing {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Nobody receives it before this time has passed. */
  readonly delayMs?: number;
}

export type Sent = { readonly kind: 'sent' } | { readonly kind: 'full'; readonly depth: number };

/** A queue of named destinations in one file, shared by any number of processes. */
export interface Queue {
  /** The message is on disk when this returns: at all of the destinations, or at none. */
  send(destinations: readonly string[], message: Outgoing): Sent;
  /**
   * The oldest message that is due, hidden from others for `visibilityMs`: whoever does not `ack`
   * it within that time, a crashed process too, has it delivered again, to somebody.
   */
  receive(destination: string, visibilityMs: number): Message | undefined;
  /** Whether the message was ours still, and is gone now. */
  ack(message: Message): boolean;
  /** Messages that wait or are being worked on. */
  depth(destination: string): number;
  /** Messages given up after `maxDeliveries`. */
  dead(destination: string): number;
  close(): void;
}

export interface QueueOptions {
  readonly maxDepth?: number;
  readonly maxDeliveries?: number;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    destination TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    deliveries INTEGER NOT NULL DEFAULT 0,
    dead INTEGER NOT NULL DEFAULT 0,
    receipt TEXT,
    headers TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS messages_due ON messages (destination, dead, due_at);`;

type Row = Record<'id' | 'deliveries', number> & Record<'receipt' | 'headers' | 'body', string>;

export function openQueue(file: string, options: QueueOptions = {}): Queue {
  const { maxDepth = 10_000, maxDeliveries = 5, now = Date.now } = options;
  const db = new DatabaseSync(file, { timeout: 5_000 });
  // FULL: a commit is on disk, not only in the write-ahead log's cache.
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ${SCHEMA}`);

  const countAlive = db.prepare(
    'SELECT count(*) AS n FROM messages WHERE destination = ? AND dead = 0',
  );
  const countDead = db.prepare(
    'SELECT count(*) AS n FROM messages WHERE destination = ? AND dead = 1',
  );
  const insert = db.prepare(
    'INSERT INTO messages (destination, due_at, headers, body) VALUES (?, ?, ?, ?)',
  );
  const bury = db.prepare(
    `UPDATE messages SET dead = 1
     WHERE destination = ? AND dead = 0 AND due_at <= ? AND deliveries >= ?`,
  );
  // The dead are kept to be looked at, but not without limit.
  const forget = db.prepare(
    `DELETE FROM messages WHERE destination = ?1 AND dead = 1 AND id NOT IN (
       SELECT id FROM messages WHERE destination = ?1 AND dead = 1 ORDER BY id DESC LIMIT ?2)`,
  );
  // Asked first, since an update takes the file's only write lock even when it changes nothing.
  const anyDue = db.prepare(
    'SELECT 1 FROM messages WHERE destination = ? AND dead = 0 AND due_at <= ? LIMIT 1',
  );
  const take = db.prepare(
    `UPDATE messages SET receipt = ?, due_at = ?, deliveries = deliveries + 1
     WHERE id = (SELECT id FROM messages WHERE destination = ? AND dead = 0 AND due_at <= ?
                 ORDER BY due_at, id LIMIT 1)
     RETURNING id, receipt, deliveries, headers, body`,
  );
  const remove = db.prepare('DELETE FROM messages WHERE id = ? AND receipt = ?');
  const count = (row: unknown): number => (row as { n: number }).n;

  return {
    send(destinations, { headers = {}, body, delayMs = 0 }) {
      const depths = destinations.map((destination) => count(countAlive.get(destination)));
      const depth = Math.max(0, ...depths);
      if (depth >= maxDepth) return { kind: 'full', depth };
      const values = [now() + delayMs, JSON.stringify(headers), JSON.stringify(body)] as const;
      db.exec('BEGIN IMMEDIATE');
      try {
        for (const destination of destinations) insert.run(destination, ...values);
        db.exec('COMMIT');
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK');
        throw error;
      }
      return { kind: 'sent' };
    },
    receive(destination, visibilityMs) {
      const at = now();
      if (anyDue.get(destination, at) === undefined) return undefined;
      if (bury.run(destination, at, maxDeliveries).changes > 0) forget.run(destination, maxDepth);
      const row = take.get(randomUUID(), at + visibilityMs, destination, at) as Row | undefined;
      if (!row) return undefined;
      return {
        id: row.id,
        receipt: row.receipt,
        delivery: row.deliveries,
        headers: JSON.parse(row.headers) as Record<string, string>,
        body: JSON.parse(row.body),
      };
    },
    ack: ({ id, receipt }) => remove.run(id, receipt).changes > 0,
    depth: (destination) => count(countAlive.get(destination)),
    dead: (destination) => count(countDead.get(destination)),
    close: () => db.close(),
  };
}
