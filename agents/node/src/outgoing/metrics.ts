// What is refused, given up and answered in a peer's place, as metrics.
import type { Meter } from '@opentelemetry/api';
import { attributesOf } from '../breakers/metrics.ts';
import type { Address, Peer } from '../breakers/peers.ts';
import type { FailedCall } from './fallbacks.ts';
import type { OutgoingSettings } from './settings.ts';

export interface OutgoingObserver {
  timedOut(peer: Address): void;
  /** Refused for want of a place. */
  full(peer: Address): void;
  fellBack(peer: Address, reason: FailedCall['reason']): void;
}

/** `peers` is asked at each collection. */
export function observeOutgoing(
  meter: Meter,
  peers: () => Iterable<Peer>,
  { places }: OutgoingSettings,
): OutgoingObserver {
  const timeouts = meter.createCounter('nunchi.outgoing.timeouts', {
    description: 'Outgoing HTTP calls that were given up, because their answer took too long.',
    unit: '{call}',
  });
  const rejected = meter.createCounter('nunchi.bulkhead.rejected', {
    description: 'Outgoing HTTP calls that were not made, because too many were under way.',
    unit: '{call}',
  });
  const fallbacks = meter.createCounter('nunchi.fallbacks', {
    description: 'Outgoing HTTP calls that the application answered itself: open, full, timeout.',
    unit: '{call}',
  });
  if (places !== Infinity) observeBulkheads(meter, peers);
  return {
    timedOut: (peer) => timeouts.add(1, attributesOf(peer)),
    full: (peer) => rejected.add(1, attributesOf(peer)),
    fellBack: (peer, reason) => fallbacks.add(1, { ...attributesOf(peer), reason }),
  };
}

function observeBulkheads(meter: Meter, peers: () => Iterable<Peer>): void {
  const inFlight = meter.createObservableGauge('nunchi.bulkhead.in_flight', {
    description: 'Outgoing HTTP calls to a peer that are under way.',
    unit: '{call}',
  });
  const waiting = meter.createObservableGauge('nunchi.bulkhead.waiting', {
    description: 'Outgoing HTTP calls to a peer that wait for a place.',
    unit: '{call}',
  });
  meter.addBatchObservableCallback(
    (result) => {
      for (const peer of peers()) {
        const attributes = attributesOf(peer.address);
        result.observe(inFlight, peer.inFlight, attributes);
        result.observe(waiting, peer.waiting?.size ?? 0, attributes);
      }
    },
    [inFlight, waiting],
  );
}
