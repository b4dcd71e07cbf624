// Export requests whose every record has an id of its own, by which it is found in the store.
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { jsonToProtobuf } from '../../collector/src/otlp/json/to-protobuf.ts';
import { type Random, seededRandom } from '../random.ts';

export type Signal = 'traces' | 'logs' | 'metrics';
/** Kinds of records, each with a table of its own. */
export const KINDS = ['spans', 'logs', 'points', 'histograms'] as const;
export type Kind = (typeof KINDS)[number];

/** What the records of one scenario have in common. */
export interface Run {
  readonly service: string;
  /** The metrics' names begin with it. */
  readonly metric: string;
  readonly startNs: bigint;
}

export interface FaultRequest {
  readonly number: number;
  readonly signal: Signal;
  readonly counts: Partial<Readonly<Record<Kind, number>>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A request has fewer records than this: a data point's time tells request and place. */
export const PLACES = 2_000;
export const DAY_NS = 86_400_000_000_000n;

const COMPRESS = {
  identity: (body: Buffer) => body,
  gzip: gzipSync,
  deflate: deflateSync,
  zstd: zstdCompressSync,
};
export function createRun(name: string): Run {
  const startMs = Date.now();
  const id = `${name}-${startMs.toString(36)}`;
  return {
    service: `faults-${id}`,
    metric: `faults.${id}.`,
    startNs: BigInt(startMs) * 1_000_000n,
  };
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** The id of a record, as {@link KINDS}' queries read it from the store. */
export function idOf(run: Run, kind: Kind, request: number, place: number): string {
  if (kind === 'spans') return hex(request, 8) + hex(place + 1, 8);
  if (kind === 'logs') return `request ${request} record ${place}`;
  return String(timeOf(run, request, place));
}

/** One request in five has records of two days, which ClickHouse keeps in parts of their own. */
function timeOf(run: Run, request: number, place: number): bigint {
  const time = run.startNs + BigInt(request * PLACES + place);
  return request % 5 === 0 && place % 3 === 0 ? time - DAY_NS : time;
}

/** Where the records of a kind are in a request: points and histograms share one. */
export function placesOf(kind: Kind, count: number): number[] {
  const every = kind === 'points' || kind === 'histograms' ? 2 : 1;
  return Array.from({ length: count }, (_, n) => n * every + (kind === 'histograms' ? 1 : 0));
}

/** How a request is made, beside what it says. */
export interface Shape {
  readonly signal: Signal;
  readonly format: 'json' | 'x-protobuf';
  readonly encoding: keyof typeof COMPRESS;
  readonly records: number;
}

/** Makes requests of all signals, formats, encodings and sizes, one after another. */
export function createRequests(run: Run, seed: number): () => FaultRequest {
  const random = seededRandom(seed);
  let number = 0;
  return () => createRequest(run, (number += 1), shapeBy(random));
}

function shapeBy(random: Random): Shape {
  return {
    signal: random.oneOf(['traces', 'logs', 'metrics']),
    format: random.oneOf(['json', 'x-protobuf']),
    encoding: random.oneOf(['identity', 'identity', 'gzip', 'deflate', 'zstd']),
    records: recordsBy(random),
  };
}

function recordsBy(random: Random): number {
  const dice = random.next();
  if (dice < 0.4) return random.integer(1, 5);
  return dice < 0.98 ? random.integer(5, 80) : random.integer(200, 1_000);
}

export function createRequest(run: Run, number: number, shape: Shape): FaultRequest {
  const { signal, format, encoding, records } = shape;
  const places = Array.from({ length: records }, (_, place) => place);
  const message = MESSAGES[signal](run, number, places, `instance-${number % 8}`);
  const text = Buffer.from(JSON.stringify(message));
  const body = format === 'json' ? text : Buffer.from(jsonToProtobuf(signal, text));
  return {
    number,
    signal,
    counts:
      signal === 'metrics'
        ? { points: Math.ceil(records / 2), histograms: Math.floor(records / 2) }
        : { [signal === 'traces' ? 'spans' : 'logs']: records },
    headers: {
      'content-type': `application/${format}`,
      ...(encoding !== 'identity' && { 'content-encoding': encoding }),
    },
    body: COMPRESS[encoding](body),
  };
}

const string = (key: string, value: string) => ({ key, value: { stringValue: value } });
const scope = { name: 'faults', version: '1' };

const resource = (run: Run, instance: string) => ({
  attributes: [string('service.name', run.service), string('service.instance.id', instance)],
});

/** Ten records share a trace. */
const traceOf = (number: number, place: number): string =>
  hex(number, 16) + hex(1 + Math.floor(place / 10), 16);

const attributes = (number: number, place: number) => [
  string('faults.request', String(number)),
  string('http.route', `/orders/${place % 20}`),
  ...(place % 4 === 0 ? [string('correlation.id', `order-${number}-${place}`)] : []),
];

type Maker = (run: Run, number: number, places: readonly number[], instance: string) => object;

const MESSAGES: Readonly<Record<Signal, Maker>> = {
  traces: (run, number, places, instance) => {
    const spans = places.map((place) => ({
      traceId: traceOf(number, place),
      spanId: idOf(run, 'spans', number, place),
      name: `GET /orders/${place % 20}`,
      kind: 2,
      startTimeUnixNano: String(timeOf(run, number, place)),
      endTimeUnixNano: String(timeOf(run, number, place) + 42_000_000n),
      attributes: attributes(number, place),
    }));
    return {
      resourceSpans: [{ resource: resource(run, instance), scopeSpans: [{ scope, spans }] }],
    };
  },
  logs: (run, number, places, instance) => {
    const logRecords = places.map((place) => ({
      timeUnixNano: String(timeOf(run, number, place)),
      severityNumber: 9,
      body: { stringValue: idOf(run, 'logs', number, place) },
      traceId: traceOf(number, place),
      attributes: attributes(number, place),
    }));
    return {
      resourceLogs: [{ resource: resource(run, instance), scopeLogs: [{ scope, logRecords }] }],
    };
  },
  metrics: (run, number, places, instance) => {
    const point = (place: number) => ({
      timeUnixNano: String(timeOf(run, number, place)),
      startTimeUnixNano: String(run.startNs),
      attributes: [string('series', String(place % 10))],
    });
    const even = places.filter((place) => place % 2 === 0);
    const odd = places.filter((place) => place % 2 === 1);
    const sum = {
      aggregationTemporality: 1,
      isMonotonic: true,
      dataPoints: even.map((place) => ({ ...point(place), asInt: String(place) })),
    };
    const histogram = {
      aggregationTemporality: 1,
      dataPoints: odd.map((place) => ({
        ...point(place),
        count: '3',
        sum: place,
        bucketCounts: ['1', '2'],
        explicitBounds: [5],
      })),
    };
    const metrics = [
      { name: `${run.metric}sum`, unit: '1', sum },
      { name: `${run.metric}histogram`, unit: 'ms', histogram },
    ];
    return {
      resourceMetrics: [{ resource: resource(run, instance), scopeMetrics: [{ scope, metrics }] }],
    };
  },
};
