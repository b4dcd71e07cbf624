/** Who has waited longer wants to know. */
const MOMENT_MS = 2_000;

/** A failed question, with what the server said about it. `status` 0: no answer at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string | undefined;
  readonly title: string;
  readonly detail: string | undefined;
  readonly parameter: string | undefined;
  /** JSON Pointer to the part of the body that was wrong. */
  readonly pointer: string | undefined;
  /** Where in that text, in UTF-16 code units. */
  readonly position: { readonly offset: number; readonly length: number } | undefined;
  /** What could stand there instead. */
  readonly expected: readonly string[];
  /** How long it took to fail. */
  readonly waitedMs: number;

  constructor(
    status: number,
    problem: unknown,
    { waitedMs = 0, ...options }: ErrorOptions & { readonly waitedMs?: number } = {},
  ) {
    // A proxy in between may answer with HTML or nothing, so nothing is taken for granted.
    const given = (typeof problem === 'object' && problem !== null ? problem : {}) as {
      [
        field in 'title' | 'detail' | 'code' | 'parameter' | 'pointer' | 'position' | 'expected'
      ]?: unknown;
    };
    const text = (value: unknown): string | undefined =>
      typeof value === 'string' && value !== '' ? value : undefined;
    const title = text(given.title) ?? `The query API answered ${status}`;
    super(text(given.detail) ?? title, options);
    this.name = 'ApiError';
    this.status = status;
    this.waitedMs = waitedMs;
    this.title = title;
    this.detail = text(given.detail);
    this.code = text(given.code);
    this.parameter = text(given.parameter);
    this.pointer = text(given.pointer);
    this.position = readPosition(given.position);
    this.expected = Array.isArray(given.expected)
      ? given.expected.filter((one): one is string => typeof one === 'string')
      : [];
  }

  /** Whether asking again can help without changing the question. */
  get passing(): boolean {
    return this.status === 0 || this.status >= 500 || this.status === 429;
  }

  /** Whether it is worth asking once more before anything is said. */
  get momentary(): boolean {
    return this.passing && this.waitedMs < MOMENT_MS;
  }
}

function readPosition(given: unknown): ApiError['position'] {
  if (typeof given !== 'object' || given === null) return undefined;
  const { offset, length } = given as { offset?: unknown; length?: unknown };
  return typeof offset === 'number' && typeof length === 'number' ? { offset, length } : undefined;
}
