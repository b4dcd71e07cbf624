import type { Static } from 'typebox';
import type { Problem } from './schemas/common.ts';

/** Every problem that this API answers with. Codes are for programs and do not change. */
export const PROBLEMS = {
  invalid_parameter: { status: 400, title: 'A parameter is not valid' },
  unknown_parameter: { status: 400, title: 'There is no such parameter' },
  invalid_time: { status: 400, title: 'A time is not valid' },
  invalid_range: { status: 400, title: 'A range of time is not valid' },
  invalid_cursor: { status: 400, title: 'A cursor is not valid' },
  metric_has_no_points: { status: 400, title: 'A metric of this kind has no single values' },
  bad_request: { status: 400, title: 'The request is not valid' },
  route_not_found: { status: 404, title: 'There is no such path' },
  trace_not_found: { status: 404, title: 'There is no such trace' },
  metric_not_found: { status: 404, title: 'There is no such metric' },
  correlation_not_found: { status: 404, title: 'There is no such correlation id' },
  internal_error: { status: 500, title: 'Something went wrong here' },
  store_unavailable: { status: 503, title: 'The store cannot be reached' },
  store_busy: { status: 503, title: 'The store has too much to do' },
  query_too_large: { status: 503, title: 'The question asks for too much' },
  query_timeout: { status: 504, title: 'The question took too long' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** What every route may answer with, whatever it is about. */
export const COMMON_PROBLEMS: readonly ProblemCode[] = [
  'invalid_parameter',
  'unknown_parameter',
  'bad_request',
  'internal_error',
  'store_unavailable',
  'store_busy',
  'query_too_large',
  'query_timeout',
];

/** What a range of time adds to that. */
export const RANGE_PROBLEMS: readonly ProblemCode[] = ['invalid_time', 'invalid_range'];

interface ApiErrorOptions {
  readonly parameter?: string;
  readonly cause?: unknown;
  /** After how many seconds it is worth to ask again. */
  readonly retryAfterSeconds?: number;
}

/** An error that the person who asked can do something about; `detail` tells them what. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ProblemCode;
  readonly parameter: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ProblemCode, detail: string, options: ApiErrorOptions = {}) {
    super(detail, { cause: options.cause });
    this.code = code;
    this.parameter = options.parameter;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

export function toProblem(error: ApiError): Static<typeof Problem> {
  return {
    type: `urn:nunchi:problem:${error.code}`,
    title: PROBLEMS[error.code].title,
    status: error.status,
    code: error.code,
    detail: error.message,
    ...(error.parameter !== undefined && { parameter: error.parameter }),
  };
}
