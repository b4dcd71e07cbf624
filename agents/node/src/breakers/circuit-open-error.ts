/** What a caller gets instead of an answer while the breaker of its peer is open. */
export class CircuitOpenError extends Error {
  override readonly name = 'CircuitOpenError';
  readonly code = 'ECIRCUITOPEN';
  /** `host:port`. */
  readonly peer: string;
  /** When a call may be tried again; null: as soon as the probe under way has succeeded. */
  readonly until: Date | null;

  constructor(peer: string, until: Date | null, reason: string) {
    const time = until ? `open until ${until.toISOString()}` : 'half-open until its probe succeeds';
    super(`The circuit breaker of ${peer} is ${time}: ${reason}. The call was not made.`);
    this.peer = peer;
    this.until = until;
  }
}
