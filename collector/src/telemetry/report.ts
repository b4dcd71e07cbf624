import { type Report, reportOwnTelemetry } from '@nunchi/store/telemetry/report';
import type { FastifyBaseLogger } from 'fastify';
import type { Intake } from '../intake.ts';
import type { Metrics } from '../metrics.ts';

interface Dependencies {
  readonly intake: Pick<Intake, 'accept'>;
  readonly metrics: Metrics;
  readonly log: FastifyBaseLogger;
}

/**
 * The collector's own metrics go the way of everybody's, through its own intake: into the journal
 * and from there to the store. A journal that is full takes none of them.
 */
export function reportCollector(everyMs: number, { intake, metrics, log }: Dependencies): Report {
  return reportOwnTelemetry({
    name: 'collector',
    registry: metrics.registry,
    everyMs,
    log,
    send: async (request) => {
      const { accepted, message } = await intake.accept({
        signal: 'metrics',
        format: 'json',
        encoding: 'identity',
        body: Buffer.from(JSON.stringify(request)),
      });
      metrics.ownRecords.inc(accepted);
      if (accepted === 0) throw new Error(`none of it was taken: ${message}`);
    },
  });
}
