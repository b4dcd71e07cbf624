// OTLP/JSON requests of a small shop, the same for the same seed: `gateway` calls `checkout`,
// which calls `payment` and its database; a message then reaches `mailer`, in a trace of its own
// that has the same correlation id.

import { type Random, seededRandom } from './random.ts';

export interface Request {
  readonly signal: 'traces' | 'logs' | 'metrics';
  readonly body: string;
}

/** How many records the requests hold. */
export interface Counts {
  readonly spans: number;
  readonly logs: number;
  readonly points: number;
  readonly histograms: number;
  readonly exponentialHistograms: number;
  readonly summaries: number;
  readonly exemplars: number;
}

export interface Order {
  readonly correlationId: string;
  readonly traceId: string;
  readonly mailTraceId: string;
  readonly failed: boolean;
}

export interface Telemetry {
  readonly requests: readonly Request[];
  readonly counts: Counts;
  readonly orders: readonly Order[];
}

export interface TelemetryOptions {
  readonly seed: number;
  readonly orders: number;
  /** The newest record is about this old; the others lie in the `spanMs` before. */
  readonly endMs: number;
  readonly spanMs?: number;
  readonly ordersPerRequest?: number;
}

type Json = Record<string, unknown>;

const SERVER = 2;
const CLIENT = 3;
const PRODUCER = 4;
const CONSUMER = 5;
const OK = 1;
const ERROR = 2;
const DELTA = 1;
const CUMULATIVE = 2;
const MILLISECOND = 1_000_000n;

export function createTelemetry(options: TelemetryOptions): Telemetry {
  const { seed, orders: total, endMs, spanMs = 600_000, ordersPerRequest = 20 } = options;
  const random = seededRandom(seed);
  const requests: Request[] = [];
  const orders: Order[] = [];
  const counts = {
    spans: 0,
    logs: 0,
    points: 0,
    histograms: 0,
    exponentialHistograms: 0,
    summaries: 0,
    exemplars: 0,
  };

  for (let first = 0; first < total; first += ordersPerRequest) {
    const spans = new ByService();
    const logs = new ByService();
    const upTo = Math.min(first + ordersPerRequest, total);
    for (let index = first; index < upTo; index++) {
      const at = BigInt(Math.round(endMs - spanMs + ((index + 1) / total) * (spanMs - 2_000)));
      orders.push(addOrder(index, at * MILLISECOND, random, spans, logs));
    }
    const order = orders.at(-1) as Order;
    const time = BigInt(Math.round(endMs - spanMs + (upTo / total) * spanMs)) * MILLISECOND;
    requests.push(
      {
        signal: 'traces',
        body: JSON.stringify({ resourceSpans: spans.groups('scopeSpans', 'spans') }),
      },
      {
        signal: 'logs',
        body: JSON.stringify({ resourceLogs: logs.groups('scopeLogs', 'logRecords') }),
      },
      { signal: 'metrics', body: JSON.stringify(metricsOf(time, upTo, order, random)) },
    );
    counts.spans += spans.size;
    counts.logs += logs.size;
    counts.points += 3;
    counts.histograms += 1;
    counts.exponentialHistograms += 1;
    counts.summaries += 1;
    counts.exemplars += 2;
  }
  return { requests, counts, orders };
}

function addOrder(
  index: number,
  at: bigint,
  random: Random,
  spans: ByService,
  logs: ByService,
): Order {
  const correlationId = `order-${index}-${random.hex(4)}`;
  const traceId = random.hex(16);
  const mailTraceId = random.hex(16);
  const failed = index % 10 === 3;
  const [root, checkout, payment, database, publish, mail] = [8, 8, 8, 8, 8, 8].map(random.hex);
  const correlated = attributes({ 'correlation.id': correlationId });
  const millis = (least: number, most: number) => BigInt(random.integer(least, most)) * MILLISECOND;
  const took = millis(20, 400);
  const status = failed ? { code: ERROR, message: 'card declined' } : { code: OK };
  const base = { traceId, attributes: correlated };
  const between = (start: bigint, end: bigint) => ({
    startTimeUnixNano: String(at + start),
    endTimeUnixNano: String(at + end),
  });

  spans.add('gateway', {
    ...base,
    ...between(0n, took),
    spanId: root,
    name: 'POST /orders',
    kind: SERVER,
    status,
    attributes: [
      ...correlated,
      ...attributes({ 'http.route': '/orders', 'http.response.status_code': failed ? 502 : 201 }),
    ],
  });
  spans.add('checkout', {
    ...base,
    ...between(MILLISECOND, took - MILLISECOND),
    spanId: checkout,
    parentSpanId: root,
    name: 'place order',
    kind: SERVER,
    status,
  });
  spans.add('payment', {
    ...base,
    ...between(2n * MILLISECOND, took - 2n * MILLISECOND),
    spanId: payment,
    parentSpanId: checkout,
    name: 'charge card',
    kind: SERVER,
    status,
    ...(failed && {
      events: [
        {
          timeUnixNano: String(at + took - 3n * MILLISECOND),
          name: 'exception',
          attributes: attributes({
            'exception.type': 'CardDeclined',
            'exception.message': 'the bank said no',
          }),
        },
      ],
    }),
  });
  spans.add('payment', {
    ...base,
    ...between(3n * MILLISECOND, 9n * MILLISECOND),
    spanId: database,
    parentSpanId: payment,
    name: 'SELECT accounts',
    kind: CLIENT,
    attributes: [...correlated, ...attributes({ 'db.system.name': 'postgresql' })],
  });
  spans.add('checkout', {
    ...base,
    ...between(took - 2n * MILLISECOND, took - MILLISECOND),
    spanId: publish,
    parentSpanId: checkout,
    name: 'publish orders',
    kind: PRODUCER,
    attributes: [...correlated, ...attributes({ 'messaging.system': 'kafka' })],
  });
  spans.add('mailer', {
    traceId: mailTraceId,
    ...between(took + 500n * MILLISECOND, took + 500n * MILLISECOND + millis(5, 50)),
    spanId: mail,
    name: 'process orders',
    kind: CONSUMER,
    attributes: [...correlated, ...attributes({ 'messaging.system': 'kafka' })],
    links: [{ traceId, spanId: publish }],
  });

  const log = (service: string, offset: bigint, severity: number, body: string, ids: Json) =>
    logs.add(service, {
      timeUnixNano: String(at + offset),
      observedTimeUnixNano: String(at + offset + MILLISECOND),
      severityNumber: severity,
      severityText: severity >= 17 ? 'ERROR' : 'INFO',
      body: { stringValue: body },
      attributes: correlated,
      ...ids,
    });
  log('checkout', MILLISECOND, 9, `order ${index} accepted`, { traceId, spanId: checkout });
  if (failed)
    log('payment', took, 17, `order ${index}: card declined`, { traceId, spanId: payment });
  log('mailer', took + 501n * MILLISECOND, 9, `confirmation of order ${index} sent`, {
    traceId: mailTraceId,
    spanId: mail,
  });
  return { correlationId, traceId, mailTraceId, failed };
}

/** Three points of gauges and sums, and one of each other kind. */
function metricsOf(time: bigint, ordersSoFar: number, order: Order, random: Random): Json {
  const timeUnixNano = String(time);
  const startTimeUnixNano = String(time - 10_000n * MILLISECOND);
  const times = { timeUnixNano, startTimeUnixNano };
  const exemplars = [
    {
      timeUnixNano,
      asDouble: random.integer(1, 400),
      traceId: order.traceId,
      spanId: random.hex(8),
    },
  ];
  const metrics = [
    {
      name: 'process.memory.usage',
      unit: 'By',
      gauge: { dataPoints: [{ timeUnixNano, asInt: String(random.integer(1e8, 2e8)) }] },
    },
    {
      name: 'cpu.load',
      gauge: { dataPoints: [{ timeUnixNano, asDouble: random.integer(0, 100) / 100 }] },
    },
    {
      name: 'orders.placed',
      unit: '{order}',
      sum: {
        aggregationTemporality: CUMULATIVE,
        isMonotonic: true,
        dataPoints: [{ ...times, asInt: String(ordersSoFar) }],
      },
    },
    {
      name: 'http.server.request.duration',
      unit: 'ms',
      histogram: {
        aggregationTemporality: DELTA,
        dataPoints: [
          {
            ...times,
            count: '7',
            sum: 700,
            min: 20,
            max: 400,
            explicitBounds: [50, 100, 250],
            bucketCounts: ['1', '2', '3', '1'],
            exemplars,
          },
        ],
      },
    },
    {
      name: 'payment.amount',
      exponentialHistogram: {
        aggregationTemporality: DELTA,
        dataPoints: [
          {
            ...times,
            count: '6',
            sum: 90,
            scale: 3,
            zeroCount: '1',
            positive: { offset: 4, bucketCounts: ['2', '3'] },
            exemplars,
          },
        ],
      },
    },
    {
      name: 'gc.pause',
      unit: 's',
      summary: {
        dataPoints: [
          {
            ...times,
            count: '12',
            sum: 0.25,
            quantileValues: [
              { quantile: 0.5, value: 0.01 },
              { quantile: 0.99, value: 0.09 },
            ],
          },
        ],
      },
    },
  ];
  const scopeMetrics = [{ scope: SCOPE, metrics }];
  return { resourceMetrics: [{ resource: resourceOf('checkout'), scopeMetrics }] };
}

const SCOPE = { name: 'shop', version: '1.0.0' };

const resourceOf = (service: string): Json => ({
  attributes: attributes({
    'service.name': service,
    'service.version': '1.2.3',
    'service.instance.id': `${service}-1`,
  }),
});

function attributes(values: Readonly<Record<string, string | number>>): Json[] {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) },
  }));
}

/** Records by the service that they come from, as OTLP groups them. */
class ByService {
  readonly #records = new Map<string, Json[]>();
  size = 0;

  add(service: string, record: Json): void {
    const records = this.#records.get(service) ?? [];
    this.#records.set(service, [...records, record]);
    this.size++;
  }

  groups(scopes: string, records: string): Json[] {
    return [...this.#records].map(([service, found]) => ({
      resource: resourceOf(service),
      [scopes]: [{ scope: SCOPE, [records]: found }],
    }));
  }
}
