import {
  type Context,
  propagation,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api';
import { isTracingSuppressed, W3CBaggagePropagator } from '@opentelemetry/core';
import { asCorrelationId, CORRELATION_HEADER, CORRELATION_KEY, REQUEST_ID_HEADER } from './id.ts';
import { correlationOf, withScope } from './scope.ts';

/**
 * Carries the correlation id: in by baggage, `x-correlation-id` or `x-request-id`, in this order;
 * out by baggage and `x-correlation-id`. It stands for the baggage propagator too, since the id
 * has to be in the baggage at the moment of sending even if it is only the trace id.
 */
export class CorrelationPropagator implements TextMapPropagator {
  readonly #baggage = new W3CBaggagePropagator();

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const extracted = this.#baggage.extract(context, carrier, getter);
    const header = (name: string) => {
      const value = getter.get(carrier, name);
      return asCorrelationId(Array.isArray(value) ? value[0] : value);
    };
    const id =
      asCorrelationId(propagation.getBaggage(extracted)?.getEntry(CORRELATION_KEY)?.value) ??
      header(CORRELATION_HEADER) ??
      header(REQUEST_ID_HEADER);
    return withScope(extracted, { id });
  }

  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    if (isTracingSuppressed(context)) return;
    const id = correlationOf(context);
    if (id === undefined) return this.#baggage.inject(context, carrier, setter);
    const baggage = propagation.getBaggage(context) ?? propagation.createBaggage();
    const carried = baggage.setEntry(CORRELATION_KEY, { value: id });
    this.#baggage.inject(propagation.setBaggage(context, carried), carrier, setter);
    setter.set(carrier, CORRELATION_HEADER, id);
  }

  fields(): string[] {
    return [...this.#baggage.fields(), CORRELATION_HEADER, REQUEST_ID_HEADER];
  }
}
