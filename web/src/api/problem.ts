/** A failed question, with what the server said about it. `status` 0: no answer at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string | undefined;
  readonly title: string;
  readonly detail: string | undefined;
  readonly parameter: string | undefined;

  constructor(status: number, problem: unknown, options?: ErrorOptions) {
    // A proxy in between may answer with HTML or nothing, so nothing is taken for granted.
    const given = (typeof problem === 'object' && problem !== null ? problem : {}) as {
      [field in 'title' | 'detail' | 'code' | 'parameter']?: unknown;
    };
    const text = (value: unknown): string | undefined =>
      typeof value === 'string' && value !== '' ? value : undefined;
    const title = text(given.title) ?? `The query API answered ${status}`;
    super(text(given.detail) ?? title, options);
    this.name = 'ApiError';
    this.status = status;
    this.title = title;
    this.detail = text(given.detail);
    this.code = text(given.code);
    this.parameter = text(given.parameter);
  }

  /** Whether asking again can help without changing the question. */
  get passing(): boolean {
    return this.status === 0 || this.status >= 500 || this.status === 429;
  }
}
