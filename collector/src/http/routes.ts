import { OWN_TELEMETRY_HEADER } from '@nunchi/store/telemetry/names';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Intake } from '../intake.ts';
import type { Metrics } from '../metrics.ts';
import { SIGNALS, type Signal } from '../otlp/batch.ts';
import type { Admission } from './admission.ts';
import { CONTENT_TYPES, statusBody, successBody } from './answers.ts';
import { BodyMemory } from './body-memory.ts';
import { type BodySettings, readBody, tooLarge } from './body.ts';
import { declaredLength, encodingOf, formatOf, knownFormat } from './content.ts';
import { giveBack } from './give-back.ts';
import { notFound, type Refusal, refusalOf, unavailable, wrongMethod } from './errors.ts';

export interface RouteSettings extends BodySettings {
  /** What a refused sender may take to send the rest of its body, and to read its answer. */
  readonly lingerMs: number;
}

export interface RouteDependencies {
  readonly config: RouteSettings;
  readonly admission: Admission;
  readonly intake: Intake;
  readonly metrics: Metrics;
}

/** `POST /v1/traces`, `/v1/logs` and `/v1/metrics`, as OTLP/HTTP wants them. */
export function registerRoutes(app: FastifyInstance, dependencies: RouteDependencies): void {
  const { config, admission, intake, metrics } = dependencies;
  // Bodies are read by the routes themselves, when it is decided that they shall be.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  // Who asks first whether to send its body is told so when it is admitted.
  app.server.on('checkContinue', (request, reply) => app.routing(request, reply));

  const memory = new BodyMemory();
  for (const signal of SIGNALS) {
    app.post(`/v1/${signal}`, async (request, reply) => {
      const { raw, headers } = request;
      const format = formatOf(headers);
      const encoding = encodingOf(headers);
      const declared = declaredLength(headers);
      if (declared !== undefined && declared > config.maxBodyBytes) {
        throw tooLarge(config.maxBodyBytes);
      }
      const entry = admission.enter(declared ?? 0);
      if (entry.kind === 'refused') return refuse(request, reply, unavailable(entry));
      const { place } = entry;
      let taken: Buffer | undefined;
      try {
        if (headers.expect !== undefined) reply.raw.writeContinue();
        const body = await readBody(raw, declared, place, config, memory).finally(() =>
          metrics.receivedBytes.inc({ signal }, place.received),
        );
        taken = body;
        const stopTimer = metrics.acknowledgeSeconds.startTimer();
        const outcome = await admission.work(() =>
          intake.accept({ signal, format, encoding, body }),
        );
        stopTimer();
        if (OWN_TELEMETRY_HEADER in headers) metrics.ownRecords.inc(outcome.accepted);
        else metrics.acceptedRecords.inc({ signal }, outcome.accepted);
        for (const [reason, count] of outcome.reasons) {
          metrics.rejectedRecords.inc({ signal, reason }, count);
        }
        for (const [reason, count] of outcome.cuts)
          metrics.cutRecords.inc({ signal, reason }, count);
        metrics.requests.inc({ signal, status: 200 });
        return reply.type(CONTENT_TYPES[format]).send(successBody(signal, format, outcome));
      } finally {
        place.free();
        if (taken) memory.give(taken);
      }
    });
  }

  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error);
    if (refusal.status === 500) request.log.error({ err: error }, 'a request failed');
    return refuse(request, reply, refusal);
  });

  app.setNotFoundHandler((request, reply) => {
    if (signalOf(request) === 'none') {
      return refuse(request, reply, notFound('send OTLP to /v1/traces, /v1/logs or /v1/metrics'));
    }
    reply.header('allow', 'POST');
    return refuse(request, reply, wrongMethod(`${request.url} takes POST`));
  });

  async function refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    refusal: Refusal,
  ): Promise<FastifyReply> {
    const { status, reason } = refusal;
    const signal = signalOf(request);
    metrics.requests.inc({ signal, status });
    metrics.refusedRequests.inc({ signal, reason });
    if (status === 503) {
      const { holdMs, retryAfterSeconds } = admission.refuse();
      reply.header('retry-after', retryAfterSeconds);
      if (holdMs >= 1) await pause(holdMs);
    }
    if (reason === 'too_slow') reply.header('connection', 'close');
    else linger(request);
    const format = knownFormat(request.headers) ?? 'json';
    return reply.code(status).type(CONTENT_TYPES[format]).send(statusBody(format, refusal));
  }

  /**
   * The rest of a refused body is read and dropped, so that its sender sees the answer and can keep
   * the connection; but not for long.
   */
  function linger({ raw }: FastifyRequest): void {
    if (raw.complete !== false) return;
    const timer = setTimeout(() => raw.destroy(), config.lingerMs);
    raw.once('close', () => clearTimeout(timer));
    raw.on('data', giveBack);
  }
}

function signalOf(request: FastifyRequest): Signal | 'none' {
  const [path] = request.url.split('?', 1);
  return SIGNALS.find((name) => path === `/v1/${name}`) ?? 'none';
}
