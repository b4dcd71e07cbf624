/** The correlation id of what is being worked on; undefined outside of any request or span. */
export declare function correlationId(): string | undefined;

/**
 * Gives the request or message that is being worked on another id, from here on: the active span,
 * later spans and log records, outgoing calls, and the response if its headers are not sent yet.
 * Answers false, and changes nothing, outside of a request, and for an id of a wrong shape: 1 to
 * 128 letters, digits and `._:/+=@~|-`, the first a letter or digit.
 */
export declare function setCorrelationId(id: string): boolean;

/**
 * Runs a function, and what it starts, under a correlation id: for timers, jobs and messages that
 * come by a way that the agent does not know. An id of a wrong shape throws a TypeError.
 */
export declare function withCorrelationId<T>(id: string, work: () => T): T;

/**
 * Adds a check to the agent's `/readyz`, or replaces the one of that name: the service is not ready
 * while it answers `false`, throws, rejects, or takes more than a second. Returns what takes it
 * back. Without the agent it does nothing. Throws a TypeError without a name of at most 100
 * characters or without a function, and a RangeError beyond 100 checks.
 */
export declare function readiness(name: string, check: () => unknown): () => void;

/** A call that its peer does not answer. */
export interface FailedCall {
  /** `host:port`. */
  readonly peer: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** `open`: its breaker is open; `full`: too many calls are under way; `timeout`: it took too long. */
  readonly reason: 'open' | 'full' | 'timeout';
}

/** What the caller gets as if the peer had sent it, with the header `x-nunchi-fallback`. */
export interface FallbackAnswer {
  /** 200 to 599. */
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
}

export type Fallback = (
  call: FailedCall,
) => FallbackAnswer | undefined | Promise<FallbackAnswer | undefined>;

/**
 * Has `answer` asked for an answer whenever a call to `peer` (`host:port`, or `host` for all its
 * ports) is refused or takes too long. If it answers undefined or throws, the call ends with its
 * error. Of several for one peer the last one counts, one for `host:port` before one for `host`.
 * Calls that `answer` makes itself get no fallback. Returns how to take it back. Without the agent
 * it is never asked.
 */
export declare function fallback(peer: string, answer: Fallback): () => void;
