// What the agent does to a call, as events of its client span.
import type { Span } from '@opentelemetry/api';
import { CircuitOpenError } from '../breakers/circuit-open-error.ts';
import type { Transition } from '../breakers/breaker.ts';
import type { Peer } from '../breakers/peers.ts';
import { CallTimeoutError, type CallError } from './errors.ts';
import type { FailedCall } from './fallbacks.ts';

/** A call has changed the state of its peer's breaker. */
export function noteBreakerChange(
  span: Span | undefined,
  { key }: Peer,
  { from, to, reason }: Transition,
): void {
  if (!span?.isRecording()) return;
  span.addEvent('breaker state changed', {
    'nunchi.breaker.peer': key,
    'nunchi.breaker.from': from,
    'nunchi.breaker.to': to,
    'nunchi.breaker.reason': reason,
  });
}

/** Why a call was not made, or not waited for any longer. */
export function noteError(span: Span | undefined, error: CallError): void {
  if (!span?.isRecording()) return;
  if (error instanceof CircuitOpenError) {
    span.addEvent('circuit breaker open', {
      'nunchi.breaker.peer': error.peer,
      'nunchi.breaker.reason': error.message,
      ...(error.until && { 'nunchi.breaker.until': error.until.toISOString() }),
    });
  } else if (error instanceof CallTimeoutError) {
    span.addEvent('call timed out', {
      'nunchi.timeout.peer': error.peer,
      'nunchi.timeout.limit_ms': error.limitMs,
    });
  } else {
    span.addEvent('bulkhead full', {
      'nunchi.bulkhead.peer': error.peer,
      'nunchi.bulkhead.reason': error.message,
    });
  }
}

export function noteFallback(
  span: Span | undefined,
  { peer, reason }: FailedCall,
  status: number,
): void {
  if (span?.isRecording()) {
    span.addEvent('fallback', {
      'nunchi.fallback.peer': peer,
      'nunchi.fallback.reason': reason,
      'http.response.status_code': status,
    });
  }
}
