import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { decodeAgentToServer } from './decode.ts';
import { encodeServerToAgent } from './encode.ts';
import { MalformedMessageError } from './fields.ts';
import type { AgentToServer, ServerToAgent } from './messages.ts';
import type { OpampMetrics } from './metrics.ts';
import { INSTANCE_UID_BYTES } from './session.ts';

const PATH = '/v1/opamp';
const CONTENT_TYPE = 'application/x-protobuf';
const MOST_BYTES = 1_048_576;
const open = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip);

export interface OpampOptions {
  /** Takes an agent's message and answers it. */
  readonly receive: (
    message: AgentToServer,
    options: { newInstanceUid: () => Uint8Array },
  ) => ServerToAgent;
  readonly metrics: OpampMetrics;
}

/** Why a request is not even a message. */
class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * `POST /v1/opamp`: OpAMP over HTTP. A body that is no message is answered with 400, 413 or 415;
 * what is wrong with a message, with 200 and a ServerErrorResponse in it. Both are protobuf.
 */
export function registerOpamp(app: FastifyInstance, { receive, metrics }: OpampOptions): void {
  // Parsers and handlers of errors are this route's own.
  void app.register(async (route) => {
    route.removeAllContentTypeParsers();
    route.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    route.setErrorHandler((error, request, reply) => refuse(error, request, reply, metrics));
    route.post(
      PATH,
      { bodyLimit: MOST_BYTES, onRequest: async (request) => checkHeaders(request) },
      async (request, reply) => {
        const message = decodeAgentToServer(await bodyOf(request));
        const answer = receive(message, { newInstanceUid });
        metrics.messages.inc({ outcome: answer.kind === 'reply' ? 'accepted' : answer.kind });
        if (answer.kind === 'reply' && answer.remoteConfig) metrics.configurationsSent.inc();
        return reply.type(CONTENT_TYPE).send(Buffer.from(encodeServerToAgent(answer)));
      },
    );
  });
}

function newInstanceUid(): Uint8Array {
  return randomBytes(INSTANCE_UID_BYTES);
}

function checkHeaders({ headers }: FastifyRequest): void {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== CONTENT_TYPE) {
    throw new RefusedError(415, `content type ${type ?? 'none'} is not ${CONTENT_TYPE}`);
  }
  const encoding = encodingOf(headers);
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new RefusedError(415, `content encoding ${encoding} is not gzip or none`);
  }
}

function encodingOf(headers: FastifyRequest['headers']): string {
  return headers['content-encoding']?.trim().toLowerCase() || 'identity';
}

async function bodyOf({ body, headers }: FastifyRequest): Promise<Buffer> {
  const received = (body as Buffer | undefined) ?? Buffer.alloc(0);
  if (encodingOf(headers) === 'identity') return received;
  try {
    return await open(received, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new RefusedError(400, `the body is not gzip: ${message}`);
  }
}

function tooLarge(): RefusedError {
  return new RefusedError(413, `a message may have ${MOST_BYTES} bytes at most, decompressed`);
}

function refuse(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  metrics: OpampMetrics,
): FastifyReply {
  const { status, message } = refusalOf(error);
  if (status === 500) request.log.error({ err: error }, 'a message of an agent failed');
  metrics.messages.inc({ outcome: status === 500 ? 'failed' : 'malformed' });
  const answer = {
    kind: status === 500 ? 'unavailable' : 'bad-request',
    instanceUid: new Uint8Array(),
    message,
    retryAfterMs: 30_000,
  } as const;
  return reply
    .code(status)
    .type(CONTENT_TYPE)
    .send(Buffer.from(encodeServerToAgent(answer)));
}

function refusalOf(error: unknown): { status: number; message: string } {
  if (error instanceof RefusedError) return error;
  const { message, statusCode, code } = error as Error & { statusCode?: number; code?: string };
  if (error instanceof MalformedMessageError) return { status: 400, message };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return tooLarge();
  // What the HTTP server itself refuses: a body that is cut off, or too slow.
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return { status: statusCode, message };
  }
  return { status: 500, message: 'the control loop failed; its log says why' };
}
