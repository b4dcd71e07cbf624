import type { Meter } from '@opentelemetry/api';
import type { Outbox } from '../export/outbox.ts';

/** What waits for the collector, and what was lost, by signal and reason. */
export function measureOutboxes(meter: Meter, outboxes: ReadonlyMap<string, Outbox>): void {
  meter
    .createObservableCounter('nunchi.agent.dropped', {
      unit: '{item}',
      description: 'Spans, log records and data points that the agent could not deliver.',
    })
    .addCallback((result) => {
      for (const [signal, { dropped }] of outboxes) {
        for (const [reason, items] of dropped) result.observe(items, { signal, reason });
      }
    });
  meter
    .createObservableGauge('nunchi.agent.queue.size', {
      unit: 'By',
      description: 'Encoded telemetry that waits for the collector.',
    })
    .addCallback((result) => {
      for (const [signal, { bytes }] of outboxes) result.observe(bytes, { signal });
    });
}
