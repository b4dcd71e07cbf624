import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CollectorConfig } from '../config.ts';
import { type Intake, UnavailableError } from '../intake.ts';
import type { Metrics } from '../metrics.ts';
import { SIGNALS } from '../otlp/batch.ts';
import { TooLargeError } from '../otlp/decompress.ts';
import { ENCODINGS, type Encoding, type Format } from '../otlp/encoding.ts';
import { CONTENT_TYPES, statusBody, successBody } from './answers.ts';
import { refusalOf, UnsupportedError } from './errors.ts';

export interface RouteDependencies {
  readonly config: Pick<CollectorConfig, 'maxBodyBytes' | 'maxInFlightBytes'>;
  readonly intake: Intake;
  readonly metrics: Metrics;
}

/** `POST /v1/traces`, `/v1/logs` and `/v1/metrics`, as OTLP/HTTP wants them. */
export function registerRoutes(app: FastifyInstance, dependencies: RouteDependencies): void {
  const { config, intake, metrics } = dependencies;
  let inFlightBytes = 0;

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  /** Room for the body is taken before it is read, and given back when it was answered. */
  async function admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    formatOf(request);
    encodingOf(request);
    const declared = request.headers['content-length'];
    const size = declared === undefined ? config.maxBodyBytes : Number(declared);
    if (size > config.maxBodyBytes) throw tooLarge(config.maxBodyBytes);
    if (inFlightBytes + size > config.maxInFlightBytes) {
      throw new UnavailableError('too many requests are being read at once');
    }
    inFlightBytes += size;
    reply.raw.once('close', () => (inFlightBytes -= size));
  }

  for (const signal of SIGNALS) {
    app.post(
      `/v1/${signal}`,
      { onRequest: admit, bodyLimit: config.maxBodyBytes },
      async (request, reply) => {
        const format = formatOf(request);
        const stopTimer = metrics.acknowledgeSeconds.startTimer();
        const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
        const outcome = await intake.accept({
          signal,
          format,
          encoding: encodingOf(request),
          body,
        });
        stopTimer();
        metrics.acceptedRecords.inc({ signal }, outcome.accepted);
        metrics.rejectedRecords.inc({ signal }, outcome.rejected);
        metrics.requests.inc({ signal, status: 200 });
        return reply.type(CONTENT_TYPES[format]).send(successBody(signal, format, outcome));
      },
    );
  }

  app.setErrorHandler((error, request, reply) => {
    const tooLong = (error as { code?: string }).code === 'FST_ERR_CTP_BODY_TOO_LARGE';
    const refusal = refusalOf(tooLong ? tooLarge(config.maxBodyBytes) : error);
    if (refusal.status === 500) request.log.error({ err: error }, 'a request failed');
    const signal = SIGNALS.find((name) => request.url === `/v1/${name}`) ?? 'none';
    metrics.requests.inc({ signal, status: refusal.status });
    return answerRefusal(request, reply, refusal);
  });

  app.setNotFoundHandler((request, reply) => {
    const known = SIGNALS.some((name) => request.url === `/v1/${name}`);
    if (known) reply.header('allow', 'POST');
    return answerRefusal(request, reply, {
      ...refusalOf({
        statusCode: 404,
        message: 'send OTLP to /v1/traces, /v1/logs or /v1/metrics',
      }),
      ...(known && { status: 405, message: `${request.url} takes POST` }),
    });
  });
}

function tooLarge(limitBytes: number): TooLargeError {
  return new TooLargeError(
    `the body is larger than ${limitBytes} bytes; send smaller batches, or set NUNCHI_COLLECTOR_MAX_BODY_MB`,
  );
}

function answerRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: ReturnType<typeof refusalOf>,
): FastifyReply {
  const format = knownFormat(request) ?? 'json';
  if (refusal.retryAfterSeconds !== undefined)
    reply.header('retry-after', refusal.retryAfterSeconds);
  return reply
    .code(refusal.status)
    .type(CONTENT_TYPES[format])
    .send(statusBody(format, refusal.code, refusal.message));
}

function knownFormat(request: FastifyRequest): Format | undefined {
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === CONTENT_TYPES.protobuf) return 'protobuf';
  return type === CONTENT_TYPES.json ? 'json' : undefined;
}

function formatOf(request: FastifyRequest): Format {
  const format = knownFormat(request);
  if (format) return format;
  const given = request.headers['content-type'] ?? 'none';
  throw new UnsupportedError(
    `content type ${given} is not supported: use ${Object.values(CONTENT_TYPES).join(' or ')}`,
  );
}

function encodingOf(request: FastifyRequest): Encoding {
  const given = request.headers['content-encoding']?.trim().toLowerCase() || 'identity';
  const encoding = ENCODINGS.find((name) => name === given);
  if (encoding) return encoding;
  throw new UnsupportedError(
    `content encoding ${given} is not supported: use ${ENCODINGS.join(', ')}`,
  );
}
