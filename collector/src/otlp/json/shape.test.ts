import { expect, it } from 'vitest';
import { checkShape } from './shape.ts';

const check = (text: string) => () => checkShape(Buffer.from(text));

it.each([
  ['empty objects', `[${'{},'.repeat(500_001)}1]`, /more than 500000 objects and arrays/],
  ['empty arrays', `[${'[],'.repeat(500_001)}1]`, /more than 500000 objects and arrays/],
  ['numbers', `[${'1,'.repeat(3_000_001)}1]`, /more than 3000000 values/],
  [
    'fields with names of their own',
    `{${Array.from({ length: 10_001 }, (_, i) => `"k${i}":0`).join(',')}}`,
    /more than 10000 fields that OTLP does not know/,
  ],
])('refuses too many %s', (_name, text, message) => {
  expect(check(text)).toThrow(message);
});

it('takes 10 MiB of telemetry', () => {
  const attribute = { key: 'http.route', value: { stringValue: '/products/{id}' } };
  const span = JSON.stringify({
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: 'eee19b7ec3c1b174',
    name: 'GET /products/{id}',
    attributes: Array.from({ length: 10 }, () => attribute),
  });
  const spans = Array.from({ length: (10 * 1024 * 1024) / span.length }, () => span).join(',');
  expect(check(`{"resourceSpans":[{"scopeSpans":[{"spans":[${spans}]}]}]}`)).not.toThrow();
});

it('passes over what is inside of strings', () => {
  const text = JSON.stringify('"{[,:\\'.repeat(2_000_000));
  expect(check(`{"key":${text}}`)).not.toThrow();
});

it('leaves it to others whether a text is JSON', () => {
  for (const text of ['', '"', '"\\', '{"a', '}', ':::']) expect(check(text)).not.toThrow();
});
