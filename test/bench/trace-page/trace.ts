import { seededRandom } from '../../random.ts';
import type { Request } from '../../telemetry.ts';

const SERVICES = 40;
const OPERATIONS = 5;
const MOST_CHILDREN = 6;
const TOOK_MS = 5_000;
const MILLISECOND = 1_000_000;
const [SERVER, CLIENT] = [2, 3] as const;
const LOG_EVERY = 20;
const ERROR_EVERY = 100;
const PER_REQUEST = 1_000;

interface Place {
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly service: number;
  readonly kind: number;
  readonly fromNs: number;
  readonly toNs: number;
}

export interface MadeTrace {
  readonly traceId: string;
  readonly requests: readonly Request[];
}

/**
 * One trace of so many spans of 40 services: clients and servers in turns, each within its parent,
 * ten attributes and eight of the resource, a log record for every twentieth, an error of a hundred.
 */
export function madeTrace(spans: number, startMs: number): MadeTrace {
  const random = seededRandom(spans);
  const traceId = random.hex(16);
  const placed = places(spans, random);
  const start = BigInt(startMs) * BigInt(MILLISECOND);
  const time = (ns: number): string => String(start + BigInt(ns));
  const requests: Request[] = [];
  for (let first = 0; first < placed.length; first += PER_REQUEST) {
    const some = placed.slice(first, first + PER_REQUEST).map((place, at) => ({
      ...place,
      number: first + at,
    }));
    const byService = [...Map.groupBy(some, ({ service }) => service)];
    const resourceSpans = byService.map(([service, all]) => ({
      resource: resourceOf(service),
      scopeSpans: [
        {
          scope: { name: '@opentelemetry/instrumentation-http', version: '0.207.0' },
          spans: all.map(({ number, spanId, parentSpanId, kind, fromNs, toNs }) => ({
            traceId,
            spanId,
            parentSpanId,
            kind,
            name: `GET /things/${number % OPERATIONS}`,
            startTimeUnixNano: time(fromNs),
            endTimeUnixNano: time(toNs),
            attributes: attributesOf(number, random.hex(16)),
            status: number % ERROR_EVERY === 0 ? { code: 2, message: 'the other end hung up' } : {},
          })),
        },
      ],
    }));
    const resourceLogs = byService.map(([service, all]) => ({
      resource: resourceOf(service),
      scopeLogs: [
        {
          logRecords: all
            .filter(({ number }) => number % LOG_EVERY === 0)
            .map(({ spanId, fromNs, number }) => ({
              traceId,
              spanId,
              timeUnixNano: time(fromNs),
              severityNumber: 9,
              severityText: 'INFO',
              body: { stringValue: `thing ${number} was asked for` },
            })),
        },
      ],
    }));
    requests.push(
      { signal: 'traces', body: JSON.stringify({ resourceSpans }) },
      { signal: 'logs', body: JSON.stringify({ resourceLogs }) },
    );
  }
  return { traceId, requests };
}

/** Level by level, every span with up to six children within its time. */
function places(spans: number, random: ReturnType<typeof seededRandom>): Place[] {
  const all: Place[] = [
    {
      spanId: random.hex(8),
      parentSpanId: '',
      service: 0,
      kind: SERVER,
      fromNs: 0,
      toNs: TOOK_MS * MILLISECOND,
    },
  ];
  for (let at = 0; all.length < spans; at++) {
    const parent = all[at] as Place;
    const children = Math.min(random.integer(1, MOST_CHILDREN), spans - all.length);
    const each = (parent.toNs - parent.fromNs) / (children + 1);
    for (let child = 0; child < children; child++) {
      const fromNs = Math.floor(parent.fromNs + each * (child + 0.5 * random.next()));
      const calls = parent.kind === CLIENT;
      all.push({
        spanId: random.hex(8),
        parentSpanId: parent.spanId,
        service: calls ? random.integer(0, SERVICES - 1) : parent.service,
        kind: calls ? SERVER : CLIENT,
        fromNs,
        toNs: Math.min(parent.toNs, Math.floor(fromNs + each * (0.3 + random.next()))),
      });
    }
  }
  return all;
}

const strings = (values: Readonly<Record<string, string>>): object[] =>
  Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }));

const attributesOf = (number: number, id: string): object[] => [
  ...strings({
    'http.request.method': 'GET',
    'http.route': `/things/${number % OPERATIONS}`,
    'url.scheme': 'http',
    'url.path': `/things/${number}`,
    'server.address': `service-${number % SERVICES}`,
    'network.protocol.version': '1.1',
    'user_agent.original': 'undici',
    'thing.id': id,
  }),
  { key: 'http.response.status_code', value: { intValue: '200' } },
  { key: 'server.port', value: { intValue: '8080' } },
];

const resourceOf = (service: number): object => ({
  attributes: strings({
    'service.name': `service-${service}`,
    'service.version': '1.4.2',
    'service.namespace': 'shop',
    'service.instance.id': `service-${service}-1`,
    'deployment.environment.name': 'bench',
    'telemetry.sdk.name': 'opentelemetry',
    'telemetry.sdk.language': 'nodejs',
    'telemetry.sdk.version': '2.2.0',
  }),
});
