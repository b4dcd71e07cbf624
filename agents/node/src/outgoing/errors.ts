// What a caller gets instead of an answer, beside the CircuitOpenError of breakers.
import type { CircuitOpenError } from '../breakers/circuit-open-error.ts';

/** The peer has not begun to answer in time. */
export class CallTimeoutError extends Error {
  override readonly name = 'CallTimeoutError';
  readonly code = 'ECALLTIMEOUT';
  /** `host:port`. */
  readonly peer: string;
  readonly limitMs: number;

  constructor(peer: string, limitMs: number) {
    super(
      `${peer} has not begun to answer within ${limitMs} ms, the limit for calls that set none of ` +
        'their own (NUNCHI_TIMEOUT_MS). The call was given up.',
    );
    this.peer = peer;
    this.limitMs = limitMs;
  }
}

/** Too many calls to the peer are under way and waiting. */
export class BulkheadFullError extends Error {
  override readonly name = 'BulkheadFullError';
  readonly code = 'EBULKHEADFULL';
  /** `host:port`. */
  readonly peer: string;

  constructor(peer: string, inFlight: number, waited: number | null) {
    const what = waited === null ? 'no more may wait' : `no place was free within ${waited} ms`;
    super(
      `${inFlight} calls to ${peer} are under way, as many as may be (NUNCHI_BULKHEAD), and ` +
        `${what}. The call was not made.`,
    );
    this.peer = peer;
  }
}

/** The call was not made. */
export type Refusal = CircuitOpenError | BulkheadFullError;
export type CallError = Refusal | CallTimeoutError;
