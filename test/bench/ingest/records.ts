// Requests like those of a shop of twenty services, as OTLP/JSON objects. Ids are random: what
// compresses badly in life compresses badly here.
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Signal } from '../../../collector/src/otlp/batch.ts';

export interface RequestShape {
  readonly signal: Signal;
  /** Records in a request. */
  readonly size: number;
}

type Json = Record<string, unknown>;

const SERVICES = 20;
/** Services that take part in the same traces. */
const GROUP = 4;
/** Spans that a service adds to a trace. */
const SPANS_PER_VISIT = 2;
const SERIES = 1_000;
const SECOND = 1_000_000_000n;

const ROUTES = [
  ['GET', '/api/v1/products/{id}', 'SELECT products'],
  ['GET', '/api/v1/carts/{id}', 'SELECT cart_items'],
  ['POST', '/api/v1/orders', 'INSERT orders'],
  ['PUT', '/api/v1/orders/{id}/payment', 'UPDATE payments'],
  ['GET', '/api/v1/recommendations', 'SELECT ratings'],
] as const;

const MESSAGES = [
  (n: number) => `order ${n} was placed, ${n % 7} items, waiting for payment`,
  (n: number) => `payment of order ${n} confirmed by the provider after ${n % 900} ms`,
  (n: number) => `cache miss for product ${n}, reading it from the database`,
  (n: number) => `retrying the request to the warehouse, attempt ${n % 5} of 5`,
  (n: number) => `session ${n} expired and was removed together with its cart`,
] as const;

const string = (key: string, value: string): Json => ({ key, value: { stringValue: value } });
const integer = (key: string, value: number): Json => ({ key, value: { intValue: value } });

/** Eight attributes. */
function resource(service: number): Json {
  const name = `shop-${service}`;
  return {
    attributes: [
      string('service.name', name),
      string('service.namespace', 'shop'),
      string('service.version', `1.${service % 5}.0`),
      string('service.instance.id', `${name}-7f9c4d5b8-${(service * 7919).toString(36)}`),
      string('deployment.environment.name', 'production'),
      string('host.name', `node-${service % 6}.eu-west-1.internal`),
      string('telemetry.sdk.language', 'nodejs'),
      string('telemetry.sdk.version', '2.12.0'),
    ],
  };
}

interface Visit {
  readonly traceId: string;
  readonly correlationId: string;
  readonly parentSpanId: string;
}

/** Makes requests one after another; the time of their records moves on. */
export class RequestMaker {
  readonly #shape: RequestShape;
  /** The traces that the present group of services works on. */
  #visits: Visit[] = [];
  #request = 0;
  #time: bigint;

  constructor(shape: RequestShape, startMs: number) {
    this.#shape = shape;
    this.#time = BigInt(startMs) * 1_000_000n;
  }

  /** The next request, as OTLP/JSON. */
  next(): Json {
    const number = this.#request++;
    const { signal } = this.#shape;
    if (signal === 'metrics') return this.#metrics(number);
    const service = number % SERVICES;
    if (service % GROUP === 0) this.#visits = this.#newVisits();
    this.#time += SECOND / 10n;
    return signal === 'traces' ? this.#spans(service) : this.#logs(service);
  }

  #newVisits(): Visit[] {
    return Array.from({ length: Math.ceil(this.#shape.size / SPANS_PER_VISIT) }, () => ({
      traceId: randomBytes(16).toString('hex'),
      correlationId: randomUUID(),
      parentSpanId: randomBytes(8).toString('hex'),
    }));
  }

  #spans(service: number): Json {
    const spans = Array.from({ length: this.#shape.size }, (_, index) => {
      const visit = this.#visits[Math.floor(index / SPANS_PER_VISIT)] as Visit;
      const n = randomInt(1_000_000);
      const [method, route] = ROUTES[n % ROUTES.length] as (typeof ROUTES)[number];
      const start = this.#time + BigInt(index) * 90_000n + BigInt(randomInt(90_000));
      const failed = n % 100 === 0;
      return {
        traceId: visit.traceId,
        spanId: randomBytes(8).toString('hex'),
        parentSpanId: visit.parentSpanId,
        flags: 257,
        name: `${method} ${route}`,
        kind: 2 + (index % 2),
        startTimeUnixNano: String(start),
        endTimeUnixNano: String(start + BigInt(randomInt(200_000, 300_000_000))),
        attributes: [
          string('http.request.method', method),
          string('http.route', route),
          string('url.path', route.replace('{id}', String(n))),
          integer('http.response.status_code', failed ? 500 : 200),
          string('server.address', `shop-${(service + 1) % SERVICES}.shop.svc.cluster.local`),
          integer('server.port', 8080),
          string('network.protocol.version', '1.1'),
          string('client.address', `10.${n % 3}.${n % 200}.${n % 250}`),
          string('enduser.id', randomUUID()),
          string('correlation.id', visit.correlationId),
        ],
        status: failed ? { code: 2, message: 'upstream did not answer' } : {},
      };
    });
    const scopeSpans = [{ scope: { name: '@shop/http', version: '0.223.0' }, spans }];
    return { resourceSpans: [{ resource: resource(service), scopeSpans }] };
  }

  #logs(service: number): Json {
    const logRecords = Array.from({ length: this.#shape.size }, (_, index) => {
      const visit = this.#visits[Math.floor(index / SPANS_PER_VISIT)] as Visit;
      const n = randomInt(1_000_000);
      const time = this.#time + BigInt(index) * 90_000n + BigInt(randomInt(90_000));
      const [severityNumber, severityText] = n % 50 === 0 ? [17, 'ERROR'] : [9, 'INFO'];
      return {
        timeUnixNano: String(time),
        observedTimeUnixNano: String(time + BigInt(randomInt(1_000_000))),
        severityNumber,
        severityText,
        body: { stringValue: (MESSAGES[n % MESSAGES.length] as (n: number) => string)(n) },
        traceId: visit.traceId,
        spanId: visit.parentSpanId,
        flags: 1,
        attributes: [
          string('code.function.name', `handle${n % 40}`),
          string('http.route', (ROUTES[n % ROUTES.length] as (typeof ROUTES)[number])[1]),
          integer('duration_ms', n % 900),
          string('enduser.id', randomUUID()),
          string('correlation.id', visit.correlationId),
        ],
      };
    });
    const scopeLogs = [{ scope: { name: '@shop/log', version: '0.223.0' }, logRecords }];
    return { resourceLogs: [{ resource: resource(service), scopeLogs }] };
  }

  /** Sums and histograms in turn: each of the thousand series has a point every ten seconds. */
  #metrics(number: number): Json {
    const { size } = this.#shape;
    const first = (number * size) % SERIES;
    if (first === 0) this.#time += 10n * SECOND;
    const start = this.#time - 3_600n * SECOND;
    const step = Math.floor((number * size) / SERIES);
    const sums: Json[] = [];
    const histograms: Json[] = [];
    for (let series = first; series < first + size; series++) {
      const point = {
        startTimeUnixNano: String(start),
        timeUnixNano: String(this.#time),
        attributes: [
          string(
            'http.request.method',
            (ROUTES[series % ROUTES.length] as readonly string[])[0] as string,
          ),
          string('http.route', (ROUTES[series % ROUTES.length] as readonly string[])[1] as string),
          integer('http.response.status_code', series % 10 === 0 ? 500 : 200),
          string('server.address', `shop-${series % SERVICES}.shop.svc.cluster.local`),
          integer('worker', series),
        ],
      };
      if (series % 2 === 0) {
        sums.push({ ...point, asInt: String(step * 40 + (series % 97) + randomInt(40)) });
        continue;
      }
      const counts = Array.from(
        { length: 14 },
        (_, bucket) => step * (14 - bucket) + randomInt(14),
      );
      histograms.push({
        ...point,
        count: String(counts.reduce((sum, count) => sum + count, 0)),
        sum: step * 12.5 + randomInt(1_000_000) / 1_000,
        min: randomInt(1_000) / 1_000,
        max: 1_000 + randomInt(1_000_000) / 1_000,
        bucketCounts: counts.map(String),
        explicitBounds: [1, 2.5, 5, 10, 25, 50, 75, 100, 250, 500, 1_000, 2_500, 5_000],
      });
    }
    const metrics = [
      {
        name: 'http.server.requests',
        unit: '{request}',
        sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints: sums },
      },
      {
        name: 'http.server.request.duration',
        unit: 'ms',
        histogram: { aggregationTemporality: 2, dataPoints: histograms },
      },
    ];
    const scopeMetrics = [{ scope: { name: '@shop/http', version: '0.223.0' }, metrics }];
    return { resourceMetrics: [{ resource: resource(Math.floor(first / 100)), scopeMetrics }] };
  }
}
