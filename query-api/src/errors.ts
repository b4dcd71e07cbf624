import type { Static } from 'typebox';
import type { Problem } from './schemas/common.ts';

/** Every problem that this API answers with. Codes are for programs and do not change. */
export const PROBLEMS = {
  invalid_parameter: { status: 400, title: 'A parameter is not valid' },
  unknown_parameter: { status: 400, title: 'There is no such parameter' },
  invalid_time: { status: 400, title: 'A time is not valid' },
  invalid_range: { status: 400, title: 'A range of time is not valid' },
  invalid_query: { status: 400, title: 'A query is not in the query language' },
  invalid_cursor: { status: 400, title: 'A cursor is not valid' },
  metric_has_no_points: { status: 400, title: 'A metric of this kind has no single values' },
  invalid_body: { status: 400, title: 'The body of a request is not valid' },
  invalid_rule: { status: 400, title: 'An alarm rule is not valid' },
  bad_request: { status: 400, title: 'The request is not valid' },
  cross_site: { status: 403, title: 'Another site may not change anything here' },
  route_not_found: { status: 404, title: 'There is no such path' },
  service_not_found: { status: 404, title: 'There is no such service' },
  trace_not_found: { status: 404, title: 'There is no such trace' },
  metric_not_found: { status: 404, title: 'There is no such metric' },
  correlation_not_found: { status: 404, title: 'There is no such correlation id' },
  rule_not_found: { status: 404, title: 'There is no such alarm rule' },
  channel_not_found: { status: 404, title: 'There is no such channel' },
  alarm_not_found: { status: 404, title: 'There is no such alarm' },
  action_not_found: { status: 404, title: 'There is no such action' },
  instance_not_found: { status: 404, title: 'There is no such instance' },
  rule_protected: { status: 409, title: 'This alarm rule cannot be changed that way' },
  channel_protected: { status: 409, title: 'This channel cannot be changed that way' },
  channel_exists: { status: 409, title: 'There is such a channel already' },
  action_not_open: { status: 409, title: 'The action is past that decision' },
  version_stale: { status: 412, title: 'Somebody else has changed it meanwhile' },
  body_too_large: { status: 413, title: 'The body of a request is too large' },
  unsupported_media_type: { status: 415, title: 'The body of a request is not JSON' },
  version_missing: { status: 428, title: 'It is not said which version is changed' },
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

/** What a route that changes something adds to that. */
export const WRITE_PROBLEMS: readonly ProblemCode[] = [
  'invalid_body',
  'cross_site',
  'body_too_large',
  'unsupported_media_type',
];

/** What the need to name a version adds to that. */
export const VERSION_PROBLEMS: readonly ProblemCode[] = ['version_stale', 'version_missing'];

/** What a range of time adds to that. */
export const RANGE_PROBLEMS: readonly ProblemCode[] = ['invalid_time', 'invalid_range'];

/** Where in the body, or in a parameter, something is wrong. */
export interface Place {
  /** JSON Pointer into the body. */
  readonly pointer?: string;
  /** Where in that text, in UTF-16 code units. */
  readonly position?: { readonly offset: number; readonly length: number };
  /** What could stand there instead. */
  readonly expected?: readonly string[];
}

interface ApiErrorOptions {
  readonly parameter?: string;
  readonly place?: Place;
  readonly cause?: unknown;
  /** After how many seconds it is worth to ask again. */
  readonly retryAfterSeconds?: number;
}

/** An error that the person who asked can do something about; `detail` tells them what. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ProblemCode;
  readonly parameter: string | undefined;
  readonly place: Place | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ProblemCode, detail: string, options: ApiErrorOptions = {}) {
    super(detail, { cause: options.cause });
    this.code = code;
    this.parameter = options.parameter;
    this.place = options.place;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

export function toProblem(error: ApiError): Static<typeof Problem> {
  const { pointer, position, expected } = error.place ?? {};
  return {
    type: `urn:nunchi:problem:${error.code}`,
    title: PROBLEMS[error.code].title,
    status: error.status,
    code: error.code,
    detail: error.message,
    ...(error.parameter !== undefined && { parameter: error.parameter }),
    ...(pointer !== undefined && { pointer }),
    ...(position !== undefined && { position }),
    ...(expected !== undefined && { expected: [...expected] }),
  };
}
