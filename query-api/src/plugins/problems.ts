import { StoreUnavailableError } from '@nunchi/store';
import { MAX_EXECUTION_SECONDS, QueryLimitError } from '@nunchi/store/queries/limits';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { ApiError, toProblem } from '../errors.ts';
import { describeValidation } from './describe-validation.ts';

/** Every error leaves as application/problem+json; what is not foreseen is logged and not shown. */
export function registerProblems(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const known = toApiError(error);
    if (!known) request.log.error({ err: error }, 'a request failed');
    else if (known.status >= 500) request.log.warn({ err: error }, known.message);
    return sendProblem(reply, known ?? new ApiError('internal_error', 'It was logged.'));
  });
}

export function sendProblem(reply: FastifyReply, error: ApiError): FastifyReply {
  if (error.retryAfterSeconds !== undefined) {
    reply.header('retry-after', error.retryAfterSeconds);
  }
  return reply
    .code(error.status)
    .type('application/problem+json')
    .send(JSON.stringify(toProblem(error)));
}

/** Most bytes of a request's line and headers. */
export const MAX_HEADER_BYTES = 65_536;

/** Answers what Node itself could not read, so that there is no request yet. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const detail =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? `The address and the headers of a request may have at most ${MAX_HEADER_BYTES} bytes; ask for less at a time.`
      : 'This is not a request of HTTP/1.1.';
  const problem = JSON.stringify(toProblem(new ApiError('bad_request', detail)));
  socket.end(
    [
      'HTTP/1.1 400 Bad Request',
      'content-type: application/problem+json',
      `content-length: ${Buffer.byteLength(problem)}`,
      'connection: close',
      '',
      problem,
    ].join('\r\n'),
  );
}

const NARROW = 'ask for a shorter range of time, or filter more';

function toApiError(error: FastifyError): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (error instanceof StoreUnavailableError) {
    return new ApiError(
      'store_unavailable',
      'ClickHouse does not answer. What services send meanwhile is kept and stored later.',
      {
        cause: error,
        retryAfterSeconds: 2,
      },
    );
  }
  if (error instanceof QueryLimitError) return limitProblem(error);
  if (error.validation) return describeValidation(error);
  if (error.statusCode === 413) {
    return new ApiError('body_too_large', 'The body is larger than this path takes.', {
      cause: error,
    });
  }
  if (error.statusCode === 415) {
    return new ApiError('unsupported_media_type', 'Send JSON, as application/json.', {
      cause: error,
    });
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new ApiError('bad_request', error.message, { cause: error });
  }
  return undefined;
}

function limitProblem(error: QueryLimitError): ApiError {
  switch (error.limit) {
    case 'time':
      return new ApiError(
        'query_timeout',
        `The store did not find the answer within ${MAX_EXECUTION_SECONDS} seconds; ${NARROW}.`,
        { cause: error },
      );
    case 'concurrency':
      return new ApiError('store_busy', 'The store has too much to do; try again soon.', {
        cause: error,
        retryAfterSeconds: 2,
      });
    case 'memory':
    case 'size':
      return new ApiError(
        'query_too_large',
        `The answer needs more memory than one question may take; ${NARROW}.`,
        { cause: error, retryAfterSeconds: 10 },
      );
  }
}
