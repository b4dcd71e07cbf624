import type { Span } from '../../../api/types.ts';
import { clockOf, nameOfClock, type Timed } from './clock.ts';
import { type Bounds, chooseShift, type Evidence } from './shift.ts';

/** A clock whose times are moved, so that what it timed lies inside the calls that caused it. */
export interface ClockShift {
  readonly clock: string;
  /** In words: `payment-2`. */
  readonly name: string;
  /** Added to its times; positive when the clock is behind. */
  readonly shiftMs: number;
  /** Calls by which the shift was found. */
  readonly calls: number;
}

export interface Skew {
  readonly shifts: readonly ClockShift[];
  /** Milliseconds to add to the times of a span or log record. */
  readonly shiftMsOf: (record: Timed) => number;
}

interface Neighbour {
  readonly clock: string;
  /** What each call between them says about the shift of this clock less that of the other. */
  readonly calls: Evidence[];
}

type Clocks = Map<string, Map<string, Neighbour>>;

/**
 * How far the senders' clocks are from that of the root, by the calls between them: a server's span
 * lies inside its client's. A clock is moved only when some call is impossible as it was sent, and
 * then by one amount for all that it timed: the server's spans to the middle of what the calls
 * allow, since nothing says how a request's time on the way is split. Messages prove nothing: a
 * consumer may begin long after its producer has ended.
 */
export function findSkew(spans: readonly Span[]): Skew {
  const calls = callsOf(spans);
  // So it is with nearly every trace, and then nobody need know whose clocks they were.
  if (calls.every(isPossible)) return NO_SKEW;
  const clocks = betweenClocks(calls);
  const shifts = new Map<string, ClockShift>();
  const names = new Map<string, string>();
  for (const span of inOrderOfTrust(spans)) {
    const clock = clockOf(span);
    if (!names.has(clock)) names.set(clock, nameOfClock(span));
  }
  for (const [clock, shift] of walk(clocks, [...names.keys()])) {
    if (shift.shiftMs !== 0) shifts.set(clock, { clock, name: names.get(clock)!, ...shift });
  }
  return {
    shifts: [...shifts.values()],
    shiftMsOf: (record) => (shifts.size === 0 ? 0 : (shifts.get(clockOf(record))?.shiftMs ?? 0)),
  };
}

/** Times are left as they were sent. */
export const NO_SKEW: Skew = { shifts: [], shiftMsOf: () => 0 };

/** Roots first: the clock of the first one is taken for right. */
function inOrderOfTrust(spans: readonly Span[]): readonly Span[] {
  const root = ({ parentSpanId }: Span): boolean => parentSpanId === null;
  return [...spans.filter(root), ...spans.filter((span) => !root(span))];
}

interface Call {
  readonly client: Span;
  readonly server: Span;
  readonly evidence: Evidence;
}

function callsOf(spans: readonly Span[]): Call[] {
  const clients = new Map<string, Span | undefined>();
  for (const span of spans) {
    if (!clients.has(span.spanId)) {
      clients.set(span.spanId, span.kind === 'client' ? span : undefined);
    }
  }
  const calls: Call[] = [];
  for (const server of spans) {
    if (server.kind !== 'server' || server.durationMs < 0) continue;
    const client = clients.get(server.parentSpanId ?? '');
    if (!client || client.durationMs < 0) continue;
    calls.push({ client, server, evidence: evidenceOf(client, server) });
  }
  return calls;
}

const isPossible = ({ evidence: { possible } }: Call): boolean =>
  possible.low <= 0 && possible.high >= 0;

function betweenClocks(calls: readonly Call[]): Clocks {
  const clocks: Clocks = new Map();
  for (const { client, server, evidence } of calls) {
    const [of, by] = [clockOf(server), clockOf(client)];
    if (of === by) continue;
    neighbour(clocks, by, of).calls.push(evidence);
    neighbour(clocks, of, by).calls.push({
      possible: negated(evidence.possible),
      inside: negated(evidence.inside),
    });
  }
  return clocks;
}

/** A server's span goes on for a little after the client has its answer: it is logged, counted, closed. */
const AFTERWARDS_MS = 10;

function evidenceOf(client: Span, server: Span): Evidence {
  const low = Number(BigInt(client.startTimeUnixNano) - BigInt(server.startTimeUnixNano)) / 1e6;
  const beforeEnd = low + client.durationMs;
  const inside = beforeEnd - server.durationMs;
  // A server that worked longer than its client waited was given up: it only had to begin in time.
  const longer = inside < low;
  return {
    possible: {
      low,
      high: longer ? beforeEnd : Math.min(beforeEnd, inside + AFTERWARDS_MS),
    },
    inside: { low, high: longer ? low : inside },
  };
}

const negated = ({ low, high }: Bounds): Bounds => ({ low: -high, high: -low });

function neighbour(clocks: Clocks, from: string, to: string): Neighbour {
  const all = clocks.get(from) ?? new Map<string, Neighbour>();
  clocks.set(from, all);
  const known = all.get(to) ?? { clock: to, calls: [] };
  all.set(to, known);
  return known;
}

/** Shifts of all clocks, each by those that are nearer to the first. */
function walk(
  clocks: Clocks,
  order: readonly string[],
): Map<string, { shiftMs: number; calls: number }> {
  const found = new Map<string, { shiftMs: number; calls: number }>();
  for (const first of order) {
    if (found.has(first)) continue;
    found.set(first, { shiftMs: 0, calls: 0 });
    const waiting = [first];
    for (let clock = waiting.shift(); clock !== undefined; clock = waiting.shift()) {
      for (const next of clocks.get(clock)?.values() ?? []) {
        if (found.has(next.clock)) continue;
        const shiftMs = chooseShift(next.calls, found.get(clock)!.shiftMs);
        found.set(next.clock, { shiftMs, calls: next.calls.length });
        waiting.push(next.clock);
      }
    }
  }
  return found;
}
