// Traces of a system of 42 services that call one another as a tree, three by three; every sixth
// has a database, and one sends to a queue from which another takes.
import type { Request } from './telemetry.ts';
import { seededRandom } from './random.ts';

export const SERVICES = Array.from(
  { length: 42 },
  (_, i) => `service-${String(i).padStart(2, '0')}`,
);

const CALLED_BY_EACH = 3;
const WITH_DATABASE = 6;
const [SERVER, CLIENT, PRODUCER, CONSUMER] = [2, 3, 4, 5] as const;
const MILLISECOND = 1_000_000n;

const callerOf = (service: number): number => Math.floor((service - 1) / CALLED_BY_EACH);
const nameOf = (service: number): string => SERVICES[service] as string;

/** Every connection that a map of one of its traces has, as `from to`. */
export const CONNECTIONS: readonly string[] = [
  ...SERVICES.slice(1).map((name, i) => `${nameOf(callerOf(i + 1))} ${name}`),
  ...SERVICES.filter((_, i) => i % WITH_DATABASE === 0).map((name) => `${name} postgresql ${name}`),
  `${nameOf(1)} jobs`,
  `jobs ${nameOf(41)}`,
].sort();

/** A request for each service, as its own exporter would send it, with its spans of all traces. */
export function manyServices(options: {
  traces: number;
  endMs: number;
  spanMs: number;
}): Request[] {
  const random = seededRandom(11);
  const spans = SERVICES.map((): object[] => []);
  for (let trace = 0; trace < options.traces; trace++) {
    const startMs = options.endMs - options.spanMs + (trace * options.spanMs) / options.traces;
    const traceId = random.hex(16);
    const servers = SERVICES.map(() => random.hex(8));
    const add = (service: number, span: object, afterMs: number, tookMs: number) => {
      const start = (BigInt(Math.round(startMs)) + BigInt(afterMs)) * MILLISECOND;
      const end = start + BigInt(tookMs) * MILLISECOND;
      const times = { startTimeUnixNano: String(start), endTimeUnixNano: String(end) };
      spans[service]?.push({ traceId, spanId: random.hex(8), ...times, ...span });
    };
    for (const [service, spanId] of servers.entries()) {
      const depth = depthOf(service);
      const [begins, takes] = [3 * depth, 60 - 6 * depth];
      let parentSpanId = '';
      if (service > 0) {
        parentSpanId = random.hex(8);
        const call = { spanId: parentSpanId, parentSpanId: servers[callerOf(service)] };
        add(callerOf(service), { ...call, name: 'GET', kind: CLIENT }, begins - 1, takes + 2);
      }
      add(service, { spanId, parentSpanId, name: 'GET /work', kind: SERVER }, begins, takes);
      if (service % WITH_DATABASE !== 0) continue;
      const attributes = keys({ 'db.system.name': 'postgresql', 'db.namespace': nameOf(service) });
      const query = { parentSpanId: spanId, name: 'SELECT', kind: CLIENT, attributes };
      add(service, query, begins + 1, 2);
    }
    const message = { 'messaging.system': 'nats', 'messaging.destination.name': 'jobs' };
    const [attributes, spanId] = [keys(message), random.hex(8)];
    const sent = { spanId, parentSpanId: servers[1], name: 'send jobs', attributes };
    add(1, { ...sent, kind: PRODUCER }, 5, 1);
    const taken = { parentSpanId: spanId, name: 'process jobs', attributes };
    add(41, { ...taken, kind: CONSUMER }, 70, 4);
  }
  return spans.map((all, service) => ({ signal: 'traces', body: bodyOf(nameOf(service), all) }));
}

function depthOf(service: number): number {
  return service === 0 ? 0 : 1 + depthOf(callerOf(service));
}

const keys = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }));

function bodyOf(service: string, spans: readonly object[]): string {
  const attributes = keys({ 'service.name': service, 'service.instance.id': `${service}-1` });
  return JSON.stringify({ resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans }] }] });
}
