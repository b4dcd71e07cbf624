import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from './servers.ts';

export interface Waiting {
  readonly server: Server;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly since: number;
  /** Runs something as if it ran when the request came: its span is active again. */
  readonly run: (work: () => void) => void;
}

/** Requests that are neither refused nor given to the application yet, oldest first. Bounded. */
export class WaitingRoom {
  readonly #waiting: Waiting[] = [];
  readonly #places: number;
  readonly #limitMs: number;

  constructor(places: number, limitMs: number) {
    this.#places = places;
    this.#limitMs = limitMs;
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** False: it is full. */
  add(server: Server, request: IncomingMessage, response: ServerResponse, now: number): boolean {
    if (this.#waiting.length >= this.#places) return false;
    const run = AsyncLocalStorage.snapshot() as Waiting['run'];
    this.#waiting.push({ server, request, response, since: now, run });
    return true;
  }

  /** Takes out those who have waited too long; those who went away are forgotten. */
  expired(now: number): Waiting[] {
    const firstInTime = this.#waiting.findIndex(({ since }) => now - since < this.#limitMs);
    return present(
      this.#waiting.splice(0, firstInTime === -1 ? this.#waiting.length : firstInTime),
    );
  }

  /** Takes out a quarter, so that not all come at once. */
  some(): Waiting[] {
    return present(this.#waiting.splice(0, Math.ceil(this.#waiting.length / 4)));
  }
}

const present = (waiting: Waiting[]): Waiting[] =>
  waiting.filter(({ response }) => !response.destroyed);
