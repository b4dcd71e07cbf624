import { expect, expectTypeOf, test } from 'vitest';
import type * as declared from '../types/api.d.ts';
import * as api from './api.ts';

test('what is declared for applications is what there is', () => {
  expectTypeOf<typeof api>().toEqualTypeOf<typeof declared>();
  expect(Object.keys(api).sort()).toEqual([
    'correlationId',
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
