// Between the host's outgoing calls and the breakers. Whatever goes wrong here, the call goes out.
import { context, type Span } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { CircuitOpenError } from '../breakers/circuit-open-error.ts';
import type { Call, Peers } from '../breakers/peers.ts';

export interface Guard {
  /**
   * Null: the call is not watched (the agent's own traffic, or a fault of ours). A
   * `CircuitOpenError`: the call must not go out.
   */
  admit(host: string, port: number): Call | CircuitOpenError | null;
}

export function createGuard(peers: Peers, onFault: (error: unknown) => void): Guard {
  return {
    admit(host, port) {
      try {
        // Exporters and the OpAMP client run with tracing suppressed.
        if (isTracingSuppressed(context.active())) return null;
        const admission = peers.admit(host, port);
        return admission instanceof CircuitOpenError ? admission : careful(admission, onFault);
      } catch (error) {
        onFault(error);
        return null;
      }
    },
  };
}

function careful(call: Call, onFault: (error: unknown) => void): Call {
  return {
    finish(outcome) {
      try {
        call.finish(outcome);
      } catch (error) {
        onFault(error);
      }
    },
  };
}

/** Writes the rejection on the span of the call. */
export function noteRejection(span: Span | undefined, error: CircuitOpenError): void {
  span?.addEvent('circuit breaker open', {
    'nunchi.breaker.peer': error.peer,
    'nunchi.breaker.reason': error.message,
    ...(error.until && { 'nunchi.breaker.until': error.until.toISOString() }),
  });
}
