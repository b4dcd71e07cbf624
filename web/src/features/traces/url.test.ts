import { describe, expect, it } from 'vitest';
import { selectionOf } from './compare/selection.ts';
import { readTracesSearch } from './url.ts';

const read = (raw: object) => readTracesSearch(raw as Parameters<typeof readTracesSearch>[0]);

describe('filters by name become a part of the query', () => {
  const cases: [object, string | undefined][] = [
    [{}, undefined],
    [{ q: ' ' }, undefined],
    [{ q: 'status:error' }, 'status:error'],
    [{ service: 'pay' }, 'service:pay'],
    [{ service: 'pay', status: 'error', q: 'x' }, 'x service:pay status:error'],
    [{ service: 'pay', q: 'service:pay' }, 'service:pay'],
    [{ name: 'GET /', minDurationMs: '250' }, 'name:"GET /" duration:>=250ms'],
    [{ attribute: ['a=b', 'http.route=/x=y'] }, 'attributes.a:b http.route:"/x=y"'],
    [{ attribute: 'nothing', status: 'bad', minDurationMs: '-1' }, undefined],
  ];
  it.each(cases)('%j → %j', (raw, q) => {
    expect(read(raw).q).toBe(q);
    // What was read is read as the same again: the address is rewritten and read once more.
    expect(read(read(raw))).toEqual(read(raw));
  });
});

describe('a selection in the address', () => {
  it('is what the API takes', () => {
    const search = read({
      selectFrom: '1777888800000',
      selectTo: '1777888860000',
      selectMin: '0.5',
    });
    expect(selectionOf(search)).toEqual({
      from: '1777888800000',
      to: '1777888860000',
      minDurationMs: 0.5,
    });
    expect(selectionOf(read({ selectQ: 'status:error' }))).toEqual({ q: 'status:error' });
  });
  it('is nothing when nothing in it can be read', () => {
    expect(selectionOf(read({ selectMin: 'much', selectMax: '-2', selectQ: ' ' }))).toBeUndefined();
  });
});
