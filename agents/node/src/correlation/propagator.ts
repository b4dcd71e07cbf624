import {
  type Context,
  propagation,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { BAGGAGE_HEADER, baggageHeader, extractBaggage } from './baggage.ts';
import {
  asCorrelationId,
  CORRELATION_HEADER,
  CORRELATION_KEY,
  isCorrelationHeader,
  REQUEST_ID_HEADER,
} from './id.ts';
import { correlationOf, withScope } from './scope.ts';

/**
 * Carries the correlation id: in by baggage, `x-correlation-id` or `x-request-id`, in this order;
 * out by baggage and `x-correlation-id`. It stands for the baggage propagator too, since the id
 * has to be in the baggage at the moment of sending even if it is only the trace id.
 */
export class CorrelationPropagator implements TextMapPropagator {
  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const extracted = extractBaggage(context, carrier, getter);
    const header = (name: string) => {
      const value = getter.get(carrier, name);
      return asCorrelationId(Array.isArray(value) ? value[0] : value);
    };
    const id =
      asCorrelationId(propagation.getBaggage(extracted)?.getEntry(CORRELATION_KEY)?.value) ??
      header(CORRELATION_HEADER) ??
      header(REQUEST_ID_HEADER);
    return withScope(extracted, id);
  }

  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    if (isTracingSuppressed(context)) return;
    const id = correlationOf(context);
    const baggage = baggageHeader(context, CORRELATION_KEY, id);
    if (baggage !== '') setter.set(carrier, BAGGAGE_HEADER, baggage);
    if (id !== undefined && !hasOwnId(carrier)) setter.set(carrier, CORRELATION_HEADER, id);
  }

  fields(): string[] {
    return [BAGGAGE_HEADER, CORRELATION_HEADER, REQUEST_ID_HEADER];
  }
}

/** The application names the id of this call itself: that is what the peer shall see. */
function hasOwnId(carrier: unknown): boolean {
  for (const name in carrier as object) if (isCorrelationHeader(name)) return true;
  return false;
}
