import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * A table's deduplication log has a line for each insert: 1 (added) or 2 (dropped), the part that
 * the insert made, and the token's hash, with tabs between them. ClickHouse writes the line first
 * and only then gives the part its name. Killed between the two, it would take the repetition of
 * the insert for one that it has, and answer that it is stored, although nothing is.
 */
const LOGS = 'deduplication_logs';
const ADDED = '1';
const PART = /^([^_]+)_(\d+)_(\d+)_\d+(?:_\d+)?$/;

interface Part {
  readonly partition: string;
  /** The inserts that it has, by their numbers; a merged part has those of many. */
  readonly first: number;
  readonly last: number;
}

/**
 * Forgets inserts that ClickHouse noted without storing them. For before its start: nothing else
 * may write in its directory `data`. `scratch` is a file beside it that may be overwritten.
 * Answers how many were forgotten.
 */
export function forgetLostInserts(data: string, scratch: string): number {
  let forgotten = 0;
  for (const table of tablesOf(data)) {
    const parts = readdirSync(table).flatMap((name) => partOf(name) ?? []);
    for (const name of readdirSync(join(table, LOGS))) {
      const path = join(table, LOGS, name);
      const lines = readFileSync(path, 'utf8').split('\n');
      const kept = lines.filter((line) => !isLost(line, parts));
      if (kept.length === lines.length) continue;
      forgotten += lines.length - kept.length;
      writeFileSync(scratch, kept.join('\n'), { mode: 0o640, flush: true });
      renameSync(scratch, path);
    }
  }
  return forgotten;
}

/** Directories of the tables that have a deduplication log. */
function tablesOf(data: string): string[] {
  const store = join(data, 'store');
  if (!existsSync(store)) return [];
  return readdirSync(store)
    .flatMap((group) => readdirSync(join(store, group)).map((table) => join(store, group, table)))
    .filter((table) => existsSync(join(table, LOGS)));
}

function partOf(name: string): Part | undefined {
  const [, partition, first, last] = PART.exec(name) ?? [];
  return partition === undefined
    ? undefined
    : { partition, first: Number(first), last: Number(last) };
}

function isLost(line: string, parts: readonly Part[]): boolean {
  const [operation, name = ''] = line.split('\t');
  const noted = operation === ADDED ? partOf(name) : undefined;
  if (!noted) return false;
  return !parts.some(
    ({ partition, first, last }) =>
      partition === noted.partition && first <= noted.first && noted.last <= last,
  );
}
