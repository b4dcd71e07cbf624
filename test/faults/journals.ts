// Journals with segments of small requests, written by a collector whose store is away.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp, type CollectorDependencies } from '../../collector/src/app.ts';
import { readConfig } from '../../collector/src/config.ts';
import { createRequest, type FaultRequest, type Run } from './requests.ts';

const SHAPE = { signal: 'logs', format: 'x-protobuf', encoding: 'identity', records: 1 } as const;
/** All requests have numbers of as many digits, so they are of one length. */
const FIRST_NUMBER = 100_000;

/** A request in a file of the journal: its header, and from `body` on what was sent. */
export interface Place {
  readonly request: FaultRequest;
  readonly start: number;
  readonly body: number;
  readonly end: number;
}

export interface JournalFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly places: readonly Place[];
}

const away = {
  insertNative: async () => {
    throw new Error('the store is away');
  },
};

const nothing = () => undefined;
const SILENT: CollectorDependencies['log'] = {
  level: 'silent',
  fatal: nothing,
  error: nothing,
  warn: nothing,
  info: nothing,
  debug: nothing,
  trace: nothing,
  silent: nothing,
  child: () => SILENT,
};

export interface Journals {
  /** Bytes of one request in the journal, with its header. */
  readonly recordBytes: number;
  /** So many segments with so many requests each. */
  write(segments: number, records: number): Promise<JournalFile[]>;
}

export async function createJournals(run: Run): Promise<Journals> {
  let number = FIRST_NUMBER;
  const next = () => createRequest(run, number++, SHAPE);
  const [one] = await writeSegments([[next()]], 1);
  if (!one) throw new Error('the collector wrote no journal');
  const recordBytes = one.bytes.length;
  return {
    recordBytes,
    write: (segments, records) => {
      const groups = Array.from({ length: segments }, () => Array.from({ length: records }, next));
      return writeSegments(groups, records * recordBytes);
    },
  };
}

/** A segment for each group: it is sealed when it has `segmentBytes`. */
async function writeSegments(
  groups: readonly (readonly FaultRequest[])[],
  segmentBytes: number,
): Promise<JournalFile[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'nunchi-journals-'));
  try {
    const config = {
      ...readConfig({ CLICKHOUSE_URL: 'http://127.0.0.1:1', NUNCHI_DATA_DIR: dataDir }),
      maxSegmentBytes: segmentBytes,
      flushIntervalMs: 60_000,
      drainTimeoutMs: 0,
      maxWaitMs: 60_000, // all come at once, however slow the machine is
    };
    const collector = await buildApp(config, { store: away, log: SILENT });
    for (const group of groups) {
      await Promise.all(
        group.map(async ({ signal, headers, body: payload }) => {
          const url = `/v1/${signal}`;
          const answer = await collector.app.inject({ method: 'POST', url, payload, headers });
          if (answer.statusCode !== 200) throw new Error(`answered ${answer.statusCode}`);
        }),
      );
    }
    await collector.close();
    const directory = join(dataDir, 'collector');
    const names = readdirSync(directory).filter((name) => name.endsWith('.journal'));
    return names.toSorted().map((name, index) => {
      const bytes = readFileSync(join(directory, name));
      return { name, bytes, places: placesIn(bytes, groups[index] ?? []) };
    });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function placesIn(bytes: Buffer, requests: readonly FaultRequest[]): Place[] {
  const found = requests
    .map((request) => ({ request, body: bytes.indexOf(request.body) }))
    .toSorted((a, b) => a.body - b.body);
  let start = 0;
  return found.map(({ request, body }) => {
    if (body < start) throw new Error('a segment of the journal is not as it was asked for');
    const place = { request, start, body, end: body + request.body.length };
    start = place.end;
    return place;
  });
}
