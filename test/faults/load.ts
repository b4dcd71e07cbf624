import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Ledger } from './ledger.ts';
import { type Answer, post } from './post.ts';
import { type Random, seededRandom } from '../random.ts';
import { createRequests, type FaultRequest, type Run } from './requests.ts';

export interface LoadOptions {
  readonly run: Run;
  readonly url: string;
  readonly seed: number;
  /** Connections, each with one request at a time. */
  readonly lanes?: number;
  /** Between two requests of a connection. */
  readonly pauseMs?: number;
  /** Share of the attempts whose connection the client cuts before it can see the answer. */
  readonly impatience?: number;
}

const LANES = 12;
const PAUSE_MS = 30;
const REPEAT_AFTER_MS = 25;
/** So many acknowledged requests are kept by an impatient client, to be sent once more later. */
const KEPT = 300;

/**
 * Clients that send without end. What was not acknowledged is sent again with the same bytes, as
 * OTLP exporters do: after a 503, and after a connection that broke.
 */
export class Load {
  readonly ledger = new Ledger();
  /** Requests that were acknowledged, for {@link repeatOld}; only of impatient clients. */
  readonly #old: FaultRequest[] = [];
  readonly #options: LoadOptions;
  readonly #agent: Agent;
  readonly #random: Random;
  readonly #next: () => FaultRequest;
  #state: 'running' | 'finishing' | 'over' = 'running';
  #lanes: Promise<unknown>;

  constructor(options: LoadOptions) {
    const lanes = options.lanes ?? LANES;
    this.#options = options;
    this.#agent = new Agent({ keepAlive: true, maxSockets: 2 * lanes });
    this.#random = seededRandom(options.seed);
    this.#next = createRequests(options.run, options.seed);
    this.#lanes = Promise.all(Array.from({ length: lanes }, () => this.#lane()));
  }

  /** No new requests; those without an answer are repeated until each is acknowledged. */
  async finish(): Promise<void> {
    this.#state = 'finishing';
    await this.#lanes;
  }

  /** Ends at once; requests without an answer are left as they are. */
  async abandon(): Promise<void> {
    this.#state = 'over';
    this.#agent.destroy();
    await this.#lanes;
  }

  /** Sends requests again that were acknowledged, all at once: nothing new may be stored. */
  async repeatOld(): Promise<number> {
    const old = this.#old.splice(0);
    await Promise.all(old.map((request) => this.#untilAcknowledged(request)));
    return old.length;
  }

  async #lane(): Promise<void> {
    const { pauseMs = PAUSE_MS, impatience = 0 } = this.#options;
    while (this.#state === 'running') {
      const request = this.#next();
      await this.#untilAcknowledged(request);
      if (impatience > 0 && this.#old.length < KEPT) this.#old.push(request);
      await pause(this.#random.integer(0, 2 * pauseMs));
    }
  }

  async #untilAcknowledged(request: FaultRequest): Promise<void> {
    const { ledger } = this;
    ledger.sent(request);
    while (this.#state !== 'over') {
      const answers = await this.#attempt(request);
      for (const answer of answers) this.#note(request, answer);
      if (answers.some(({ kind }) => kind === 'acknowledged' || kind === 'wrong')) return;
      await pause(REPEAT_AFTER_MS);
    }
  }

  /** An impatient client cuts the connection, and may at once try two others. */
  async #attempt(request: FaultRequest): Promise<Answer[]> {
    const { url, impatience = 0 } = this.#options;
    if (this.#random.next() >= impatience) return [await post(this.#agent, url, request)];
    const cut = post(this.#agent, url, request, this.#random.integer(0, 6));
    const others =
      this.#random.next() < 0.5 ? [0, 1].map(() => post(this.#agent, url, request)) : [];
    return Promise.all([cut, ...others]);
  }

  #note(request: FaultRequest, answer: Answer): void {
    const { ledger } = this;
    const about = `request ${request.number} (${request.signal})`;
    if (answer.kind === 'acknowledged') ledger.acknowledged(request);
    else if (answer.kind === 'silent') ledger.silent += 1;
    else if (answer.kind === 'wrong') {
      ledger.wrongAnswers.push(`${about} was answered with ${answer.text}`);
    } else {
      ledger.unavailable += 1;
      const seconds = Number(answer.retryAfter);
      if (!(Number.isInteger(seconds) && seconds > 0)) {
        ledger.wrongAnswers.push(`${about} had a 503 with Retry-After ${answer.retryAfter}`);
      }
    }
  }
}
