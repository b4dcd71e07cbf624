import {
  context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  ROOT_CONTEXT,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { suppressTracing } from '@opentelemetry/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CorrelationPropagator } from './propagator.ts';
import { correlationId, correlationOf, setCorrelationId, withCorrelationId } from './scope.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const propagator = new CorrelationPropagator();
const extract = (headers: Record<string, string | string[]>, onto = ROOT_CONTEXT) =>
  propagator.extract(onto, headers, defaultTextMapGetter);
const inject = (from = context.active()) => {
  const headers: Record<string, string> = {};
  propagator.inject(from, headers, defaultTextMapSetter);
  return headers;
};
const traced = trace.setSpanContext(ROOT_CONTEXT, {
  traceId: TRACE,
  spanId: '00f067aa0ba902b7',
  traceFlags: TraceFlags.SAMPLED,
});

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});
afterAll(() => context.disable());

test.each([
  [
    'baggage first',
    { baggage: 'correlation.id=b', 'x-correlation-id': 'c', 'x-request-id': 'r' },
    'b',
  ],
  [
    'then x-correlation-id',
    { baggage: 'user=1', 'x-correlation-id': 'c', 'x-request-id': 'r' },
    'c',
  ],
  ['then x-request-id', { 'x-request-id': 'r' }, 'r'],
  ['then the trace id', {}, TRACE],
  [
    'a bad id counts as none',
    { baggage: 'correlation.id=a%0Ab', 'x-correlation-id': 'c d' },
    TRACE,
  ],
  ['encoded in the baggage', { baggage: 'correlation.id=a%2Fb' }, 'a/b'],
])('%s', (_, headers, expected) => {
  expect(correlationOf(extract(headers, traced))).toBe(expected);
});

test('goes on as baggage, beside what was there, and as header', () => {
  const headers = inject(extract({ baggage: 'user=1', 'x-request-id': 'r-1' }));
  expect(headers).toEqual({ baggage: 'user=1,correlation.id=r-1', 'x-correlation-id': 'r-1' });
});

test('a bad id in the baggage does not travel on', () => {
  const headers = inject(extract({ baggage: 'correlation.id=a%0Ab,user=1' }, traced));
  expect(headers).toEqual({ baggage: `correlation.id=${TRACE},user=1`, 'x-correlation-id': TRACE });
});

test('without anything nothing is sent, nor when telemetry is suppressed', () => {
  expect(inject(ROOT_CONTEXT)).toEqual({});
  expect(inject(suppressTracing(extract({ 'x-request-id': 'r-1' })))).toEqual({});
});

test('an id set deep inside a request holds for the whole request', async () => {
  await context.with(extract({ 'x-request-id': 'r-1' }), async () => {
    await context.with(
      propagation.setBaggage(context.active(), propagation.createBaggage()),
      async () => {
        expect(setCorrelationId('not an id')).toBe(false);
        expect(setCorrelationId('order-1')).toBe(true);
      },
    );
    expect(correlationId()).toBe('order-1');
    expect(inject()['x-correlation-id']).toBe('order-1');
  });
});

test('work that nobody asked for by HTTP can have an id', () => {
  expect(withCorrelationId('job-7', () => [correlationId(), inject()])).toEqual([
    'job-7',
    { baggage: 'correlation.id=job-7', 'x-correlation-id': 'job-7' },
  ]);
  expect(() => withCorrelationId('a b', () => 0)).toThrow(TypeError);
});

test('a header of the application’s own stays what it is, however it is written', () => {
  const carrier: Record<string, string> = { 'X-Correlation-ID': 'own' };
  propagator.inject(extract({ 'x-request-id': 'r-1' }), carrier, defaultTextMapSetter);
  expect(carrier).toEqual({ 'X-Correlation-ID': 'own', baggage: 'correlation.id=r-1' });
});
