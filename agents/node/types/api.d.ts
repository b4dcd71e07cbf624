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
