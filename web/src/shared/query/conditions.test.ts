import { toField } from '@nunchi/store/language/fields';
import { describe, expect, it } from 'vitest';
import {
  columnValue,
  conditionsOf,
  equals,
  minimumMs,
  withColumn,
  withCondition,
  withMinimum,
} from './conditions.ts';

const read = (text: string) => conditionsOf(text, 'traces')!;
const is = (field: string, value: string) => equals(toField(field, 'traces')!, value);
const not = (field: string, value: string) => ({ kind: 'not', node: is(field, value) }) as const;

describe('one more condition', () => {
  const cases: [string, ReturnType<typeof is> | ReturnType<typeof not>, string][] = [
    ['', is('service', 'pay'), 'service:pay'],
    ['status:error', is('http.route', '/a b'), 'status:error http.route:"/a b"'],
    ['a OR b', is('service', 'pay'), '(a OR b) service:pay'],
    ['service:pay', is('service', 'pay'), 'service:pay'],
    ['-service:pay x', is('service', 'pay'), 'x service:pay'],
    ['service:pay x', not('service', 'pay'), 'x -service:pay'],
    ['-service:pay', not('service', 'pay'), '-service:pay'],
    ['', is('service', ''), 'service:""'],
    ['status:', is('service', 'pay'), 'status: service:pay'],
  ];
  it.each(cases)('%j and %j', (text, added, expected) =>
    expect(withCondition(text, 'traces', added)).toBe(expected),
  );
});

describe('the value of a column', () => {
  it('is read where exactly one is asked for', () => {
    expect(columnValue(read('x service:pay'), 'service')).toBe('pay');
    expect(columnValue(read('service:pay*'), 'service')).toBeUndefined();
    expect(columnValue(read('service:(a OR b)'), 'service')).toBeUndefined();
    expect(columnValue(read('-service:pay'), 'service')).toBeUndefined();
  });
  it('is replaced in its place, added in front, and taken away', () => {
    expect(withColumn(read('x service:pay y'), 'service', 'a b')).toBe('x service:"a b" y');
    expect(withColumn(read('x'), 'status', 'error')).toBe('status:error x');
    expect(withColumn(read('x service:pay'), 'service', undefined)).toBe('x');
  });
});

describe('the least duration', () => {
  it('is read, replaced and taken away', () => {
    expect(minimumMs(read('duration:>1.5s x'))).toBe(1500);
    expect(minimumMs(read('duration:<1s'))).toBeUndefined();
    expect(withMinimum(read('duration:>1s x'), 250)).toBe('x duration:>=250ms');
    expect(withMinimum(read('duration:>1s x'), undefined)).toBe('x');
  });
});
