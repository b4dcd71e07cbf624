import type { Readable } from 'node:stream';
import { OWN_TELEMETRY_HEADER } from '@nunchi/store/telemetry/names';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Intake } from '../intake.ts';
import type { Metrics } from '../metrics.ts';
import { SIGNALS } from '../otlp/batch.ts';
import { ENCODINGS, type Encoding, type Format } from '../otlp/encoding.ts';
import { Admission, type AdmissionSettings, tooLarge } from './admission.ts';
import { CONTENT_TYPES, statusBody, successBody } from './answers.ts';
import { refusalOf, UnsupportedError } from './errors.ts';

export interface RouteDependencies {
  readonly config: AdmissionSettings;
  readonly intake: Intake;
  readonly metrics: Metrics;
}

/** `POST /v1/traces`, `/v1/logs` and `/v1/metrics`, as OTLP/HTTP wants them. */
export function registerRoutes(app: FastifyInstance, dependencies: RouteDependencies): void {
  const { config, intake, metrics } = dependencies;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  const admission = new Admission(config);

  async function admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    formatOf(request);
    encodingOf(request);
    admission.admit(request, reply, (error) => {
      if (reply.sent) return;
      reply.raw.once('finish', () => request.raw.destroy());
      answerRefusal(request, reply.header('connection', 'close'), refusalOf(error));
    });
  }

  for (const signal of SIGNALS) {
    app.post(
      `/v1/${signal}`,
      {
        onRequest: admit,
        preParsing: async (request, reply, body) =>
          admission.count(request, reply, body as Readable),
        bodyLimit: config.maxBodyBytes,
      },
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
        if (OWN_TELEMETRY_HEADER in request.headers) metrics.ownRecords.inc(outcome.accepted);
        else metrics.acceptedRecords.inc({ signal }, outcome.accepted);
        for (const [reason, count] of outcome.reasons) {
          metrics.rejectedRecords.inc({ signal, reason }, count);
        }
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

function answerRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: ReturnType<typeof refusalOf>,
): FastifyReply {
  const format = knownFormat(request) ?? 'json';
  if (refusal.retryAfterSeconds !== undefined)
    reply.header('retry-after', refusal.retryAfterSeconds);
  return reply.code(refusal.status).type(CONTENT_TYPES[format]).send(statusBody(format, refusal));
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
