import { describe, expect, it } from 'vitest';
import { ask } from './api.ts';
import type { Demo } from './demo.ts';
import { until } from './stack.ts';

// Payment is slower than its callers wait: their breaker opens, their fallback answers in its place,
// payment is healed, two probes go well, the breaker closes. All by the agent, and all to be seen.

/** What `NUNCHI_TIMEOUT_MS` has to say in the demo. */
export const LIMIT_MS = 1_000;
const SLOW_MS = 3_000;
/** Enough within ten seconds to judge by. */
const CALLS = 20;

interface Order {
  readonly status: number;
  readonly correlationId: string;
  readonly tookMs: number;
}
interface Span {
  readonly service: string;
  readonly kind: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly Event[];
}
interface Event {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}
interface Series {
  readonly labels: Readonly<Record<string, unknown>>;
  readonly points: readonly (readonly [number, number])[];
}

/** Declares the tests; `demo` is asked when they run. */
export function tellBreakersStory(demo: () => Demo): void {
  const orders: Order[] = [];

  /** At one checkout, so that one breaker sees all calls. */
  const order = async (): Promise<Order> => {
    const began = performance.now();
    const made = await demo().order(`${demo().urlOf('checkout-1')}/orders`);
    const all = { ...made, tookMs: performance.now() - began };
    orders.push(all);
    return all;
  };

  const idsOf = (status: number): string[] =>
    orders.filter((each) => each.status === status).map(({ correlationId }) => correlationId);

  /** The calls to payment in an order; undefined while they have not arrived. */
  const callsOf = async (correlationId: string): Promise<Span[] | undefined> => {
    const path = `/correlations/${correlationId}`;
    const found = await ask<{ traces: { traceId: string }[] }>(demo().queryUrl, path).catch(
      () => null,
    );
    const traceId = found?.traces[0]?.traceId;
    if (traceId === undefined) return undefined;
    const { spans } = await ask<{ spans: Span[] }>(demo().queryUrl, `/traces/${traceId}`);
    const calls = spans.filter(
      ({ kind, attributes }) =>
        kind === 'client' && attributes['server.port'] === demo().paymentPort,
    );
    return calls.length === 0 ? undefined : calls;
  };

  const eventsOf = async (correlationId: string): Promise<Event[]> => {
    let calls: Span[] | undefined;
    await until(async () => {
      calls = await callsOf(correlationId);
      return calls !== undefined;
    });
    return calls?.flatMap(({ events }) => events) ?? [];
  };

  /** By the labels that are asked for, the newest value of each series of checkout's. */
  const newest = async (metric: string, ...by: string[]): Promise<Record<string, number>> => {
    const path = `/metrics/query?name=${metric}&service=checkout&filter=server.port=${demo().paymentPort}`;
    const { series } = await ask<{ series: Series[] }>(demo().queryUrl, path).catch(() => ({
      series: [] as Series[],
    }));
    return Object.fromEntries(
      series.map(({ labels, points }) => [
        by.map((label) => labels[label]).join(' → '),
        points.at(-1)?.[1] ?? Number.NaN,
      ]),
    );
  };

  describe('payment is slower than anybody waits', () => {
    it('calls are given up, then the breaker is open and the fallback answers at once', async () => {
      expect((await order()).status).toBe(201);
      await demo().misbehave('payment', { slowMs: SLOW_MS });
      const slow = await Promise.all(Array.from({ length: CALLS }, order));
      expect(new Set(slow.map(({ status }) => status))).toEqual(new Set([502]));
      const parked = await order();
      expect(parked.status).toBe(202);
    });

    it('healed → probes → closed', async () => {
      await demo().misbehave('payment', { slowMs: 0 });
      await until(async () => (await order()).status === 201, 200);
      // The second good probe in a row closes it; then all pass again.
      await until(async () => (await order()).status === 201, 200);
      const after = await Promise.all(Array.from({ length: 5 }, order));
      expect(after.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    });
  });

  describe('what is to be seen of it', () => {
    it('the call that was given up: its limit, on its span', async () => {
      const [first = ''] = idsOf(502);
      const events = await eventsOf(first);
      expect(events.find(({ name }) => name === 'call timed out')?.attributes).toMatchObject({
        'nunchi.timeout.limit_ms': LIMIT_MS,
      });
      const [call] = (await callsOf(first)) ?? [];
      expect(call?.attributes['error.type']).toBe('ECALLTIMEOUT');
    });

    it('the call that was not made: open breaker and fallback, on its span', async () => {
      const [first = ''] = idsOf(202);
      const events = await eventsOf(first);
      expect(events.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['circuit breaker open', 'fallback']),
      );
      expect(events.find(({ name }) => name === 'fallback')?.attributes).toMatchObject({
        'nunchi.fallback.reason': 'open',
        'http.response.status_code': 202,
      });
    });

    it('each change of the breaker, as an event of the call that made it', async () => {
      const events = await Promise.all([201, 202, 502].flatMap(idsOf).map(eventsOf));
      const changes = events
        .flat()
        .filter(({ name }) => name === 'breaker state changed')
        .map(
          ({ attributes: of }) =>
            `${String(of['nunchi.breaker.from'])} → ${String(of['nunchi.breaker.to'])}`,
        );
      expect(changes.toSorted()).toEqual([
        'closed → open',
        'half-open → closed',
        'open → half-open',
      ]);
    });

    it('metrics: changes, timeouts, fallbacks, and its state in the end', async () => {
      await until(
        async () =>
          (await newest('nunchi.breaker.transitions', 'from', 'to'))['half-open → closed'] === 1,
        500,
      );
      expect(await newest('nunchi.breaker.transitions', 'from', 'to')).toEqual({
        'closed → open': 1,
        'open → half-open': 1,
        'half-open → closed': 1,
      });
      expect(await newest('nunchi.outgoing.timeouts', 'server.port')).toEqual({
        [demo().paymentPort]: CALLS,
      });
      expect(await newest('nunchi.fallbacks', 'reason')).toEqual({ open: idsOf(202).length });
      await until(
        async () => Object.values(await newest('nunchi.breaker.state', 'server.port'))[0] === 0,
        500,
      );
    });
  });
}
