// Load shedding: while the event loop is too late, some of the requests are answered with 503 before
// the application sees them, or wait for a while.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Meter, trace } from '@opentelemetry/api';
import { CALM, judge, type Judgement, MAX_SHARE, type Turn } from './overload.ts';
import { isProbe, refuse, type ShedReason } from './refusal.ts';
import type { Server, Servers, Watch } from './servers.ts';
import type { SheddingSettings } from './settings.ts';
import { WaitingRoom } from './waiting-room.ts';

/** `auto`: as the event loop's delay says; `off`: never; or this share of the requests, 0 to 1. */
export type ShedState = 'auto' | 'off' | { readonly share: number };

/** `auto` unless somebody sets it otherwise; nothing outside of this process can. */
export interface SheddingControl {
  /** Throws a `RangeError` for a share outside 0 to 1. */
  set(state: ShedState): void;
  /** The share of requests that is refused now. */
  readonly share: number;
}

export interface SheddingOptions {
  readonly servers: Servers;
  readonly settings: SheddingSettings;
  readonly deliver: Watch['deliver'];
  readonly meter: Meter;
  readonly now: () => number;
}

/** Modules load and caches fill when a server begins to listen: late turns say nothing then. */
const GRACE_MS = 5000;

/** As often as metrics are sent, unless told otherwise; in turns of the clock, of a tenth of a second. */
const DELAY_TURNS = 100;

export class Shedding implements SheddingControl {
  readonly #servers: Servers;
  readonly #settings: SheddingSettings;
  readonly #deliver: Watch['deliver'];
  readonly #now: () => number;
  readonly #waiting: WaitingRoom;
  readonly #count: (reason: ShedReason) => void;
  #state: ShedState = 'auto';
  #judgement: Judgement = CALM;
  #judgesFrom = 0;
  #requestsBefore = 0;
  /** Parts of requests that are due to be refused: 0.3 of each makes every third or fourth. */
  #due = 0;
  #delayMs = 0;
  /** Of these and the last `DELAY_TURNS`: several may ask, and none takes it from the others. */
  readonly #longestDelayMs = { now: 0, before: 0, turns: 0 };

  constructor({ servers, settings, deliver, meter, now }: SheddingOptions) {
    this.#servers = servers;
    this.#settings = settings;
    this.#deliver = deliver;
    this.#now = now;
    this.#waiting = new WaitingRoom(settings.queueSize, settings.queueMs);
    this.#count = this.#measure(meter);
  }

  get share(): number {
    if (this.#state === 'auto') return this.#judgement.share;
    return this.#state === 'off' ? 0 : this.#state.share;
  }

  set(state: ShedState): void {
    if (typeof state === 'object' && !(state.share >= 0 && state.share <= 1)) {
      throw new RangeError(`A share is from 0 to 1, not ${state.share}.`);
    }
    this.#state = state;
    this.#judgement = CALM;
    this.#follow();
  }

  /** A server begins to listen. */
  begin(): void {
    this.#judgesFrom = this.#now() + GRACE_MS;
  }

  /** One turn of the clock is over, so late, and the loop was busy for that share of it. */
  turn(delayMs: number, utilization: number): void {
    const requests = this.#servers.requests - this.#requestsBefore;
    this.#requestsBefore = this.#servers.requests;
    this.#delayMs = delayMs;
    this.#noteDelay(delayMs);
    if (this.#state === 'auto') this.#judge({ delayMs, utilization, requests });
    if (this.#waiting.size > 0) this.#serveWaiting();
  }

  #noteDelay(delayMs: number): void {
    const longest = this.#longestDelayMs;
    longest.now = Math.max(longest.now, delayMs);
    longest.turns += 1;
    if (longest.turns < DELAY_TURNS) return;
    longest.before = longest.now;
    longest.now = 0;
    longest.turns = 0;
  }

  #judge(turn: Turn): void {
    if (this.#now() < this.#judgesFrom) return;
    const before = this.#judgement;
    const after = judge(before, turn, this.#settings.delayMs);
    if (after.share > 0 && before.share === 0 && isDebugged()) return;
    this.#judgement = after;
    if (after.share !== before.share) this.#follow();
  }

  /** The gate stands only while something is refused: otherwise requests do not pass it. */
  #follow(): void {
    this.#servers.gate = this.share > 0 ? this.#gate : undefined;
  }

  readonly #gate = (
    server: Server,
    request: IncomingMessage,
    response: ServerResponse,
  ): boolean => {
    if (isProbe(request)) return false;
    this.#due += this.share;
    // Tenths do not add up to one exactly.
    if (this.#due < 0.999_999) return false;
    this.#due -= 1;
    if (this.#waiting.add(server, request, response, this.#now())) return true;
    this.#refuse(response, this.#settings.queueSize > 0 ? 'queue_full' : this.#reason());
    return true;
  };

  #reason(): ShedReason {
    return this.#state === 'auto' ? 'overload' : 'forced';
  }

  #refuse(response: ServerResponse, reason: ShedReason): void {
    this.#count(reason);
    refuse(response, reason, this.#delayMs);
  }

  #serveWaiting(): void {
    const now = this.#now();
    for (const { run, response } of this.#waiting.expired(now)) {
      run(() => this.#refuse(response, 'queue_timeout'));
    }
    if (this.#delayMs > this.#settings.delayMs / 2 || this.share >= MAX_SHARE) return;
    for (const { run, server, request, response, since } of this.#waiting.some()) {
      run(() => {
        trace.getActiveSpan()?.addEvent('waited to be let in', {
          'nunchi.shed.waited_ms': Math.round(now - since),
        });
        // Apart: what the application throws is its own, and must end where it would have ended.
        process.nextTick(this.#deliver, server, request, response);
      });
    }
  }

  #measure(meter: Meter): (reason: ShedReason) => void {
    const requests = meter.createCounter('nunchi.shed.requests', {
      unit: '{request}',
      description: 'Requests that were refused because the service is overloaded, by reason.',
    });
    const share = meter.createObservableGauge('nunchi.shed.share', {
      unit: '1',
      description: 'Share of incoming requests that is refused.',
    });
    const delay = meter.createObservableGauge('nunchi.shed.delay', {
      unit: 's',
      description: 'Longest delay of the event loop within the last 10 to 20 s.',
    });
    const queue = meter.createObservableGauge('nunchi.shed.queue.size', {
      unit: '{request}',
      description: 'Requests that wait to be let in.',
    });
    meter.addBatchObservableCallback(
      (result) => {
        // Nothing to tell of a process that serves nobody.
        if (!this.#servers.everListened) return;
        result.observe(share, this.share);
        const { now, before } = this.#longestDelayMs;
        result.observe(delay, Math.max(now, before) / 1000);
        result.observe(queue, this.#waiting.size);
      },
      [share, delay, queue],
    );
    return (reason) => requests.add(1, { reason });
  }
}

/** At a breakpoint everything is late. */
function isDebugged(): boolean {
  return process.getBuiltinModule('node:inspector').url() !== undefined;
}
