// What breakers do, as metrics.
import type { Attributes, Meter } from '@opentelemetry/api';
import type { BreakerStateName } from './breaker.ts';
import type { Address, PeerObserver, PeerStatus } from './peers.ts';

const STATE_VALUES: Readonly<Record<BreakerStateName, number>> = {
  closed: 0,
  'half-open': 1,
  open: 2,
};

/** Counts calls, transitions and evictions; `statuses` is asked at each collection. */
export function observeWith(meter: Meter, statuses: () => readonly PeerStatus[]): PeerObserver {
  const calls = meter.createCounter('nunchi.breaker.calls', {
    description: 'Outgoing HTTP calls by outcome: success, failure, slow, aborted, rejected.',
    unit: '{call}',
  });
  const transitions = meter.createCounter('nunchi.breaker.transitions', {
    description: 'Changes of state of circuit breakers.',
    unit: '{transition}',
  });
  const evictions = meter.createCounter('nunchi.breaker.evictions', {
    description: 'Peers whose breaker was forgotten because there were too many.',
    unit: '{peer}',
  });
  meter
    .createObservableGauge('nunchi.breaker.state', {
      description: 'State of the circuit breaker of a peer: 0 closed, 1 half-open, 2 open.',
    })
    .addCallback((result) => {
      for (const peer of statuses()) {
        result.observe(STATE_VALUES[peer.state], attributesOf(peer));
      }
    });
  return {
    called: (peer, outcome) => calls.add(1, { ...attributesOf(peer), outcome }),
    changed: (peer, { from, to }) => transitions.add(1, { ...attributesOf(peer), from, to }),
    evicted: () => evictions.add(1),
  };
}

/** As OpenTelemetry names the peer of a call. */
export function attributesOf({ host, port }: Address): Attributes {
  return { 'server.address': host, 'server.port': port };
}
