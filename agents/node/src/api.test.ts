import { expect, expectTypeOf, test } from 'vitest';
import type * as declared from '../types/api.d.ts';
import * as api from './api.ts';

test('what is declared for applications is what there is', () => {
  expectTypeOf<typeof api>().toEqualTypeOf<typeof declared>();
  expect(Object.keys(api).sort()).toEqual([
    'correlationId',
    'fallback',
    'readiness',
    'setCorrelationId',
    'withCorrelationId',
  ]);
});

test('without the agent there is no id, and nothing breaks', () => {
  expect(api.correlationId()).toBeUndefined();
  expect(api.setCorrelationId('order-1')).toBe(false);
  expect(api.withCorrelationId('order-1', () => 'done')).toBe('done');
});

test('a fallback needs a peer and a function, and can be taken back without the agent, too', () => {
  const undo = api.fallback('payment:80', () => ({ status: 200 }));
  undo();
  undo();
  expect(() => api.fallback('', () => undefined)).toThrow(TypeError);
  expect(() => api.fallback('payment', 'sorry' as never)).toThrow(TypeError);
});
