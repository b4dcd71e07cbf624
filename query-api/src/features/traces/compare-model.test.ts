import type { FieldRow } from '@nunchi/store/queries/traces/compare/field';
import { describe, expect, it } from 'vitest';
import { differenceOf, judgeFields, ranked } from './compare-model.ts';

describe('differenceOf', () => {
  it.each([
    // Newcombe's own example (1998, table II, method 10): 56/70 against 48/80 is 0.0524 to 0.3339.
    [56, 70, 48, 80, 0.0524],
    [48, 80, 56, 70, -0.0524],
    // Equal shares, and shares that chance may have made.
    [50, 100, 500, 1_000, 0],
    [2, 3, 0, 1_000, 0.2077],
    [3, 4, 1, 4, 0],
    [0, 10, 0, 10, 0],
    // What occurs once of several says nothing; of the only span, it does.
    [1, 2, 0, 1_000, 0],
    [1, 2, 1, 1_000, 0],
    [0, 1_000, 1, 3, 0],
    [1, 1, 0, 1_000, 0.2065],
    // The more spans, the nearer to the plain difference.
    [10, 10, 0, 10, 0.6075],
    [1_000, 1_000, 0, 1_000, 0.995],
    [0, 1_000, 1_000, 1_000, -0.995],
    // Nothing to compare with.
    [5, 10, 0, 0, 0],
    [0, 0, 5, 10, 0],
  ])('%i of %i against %i of %i: %f', (selected, ofSelected, rest, ofRest, expected) => {
    const found = differenceOf({ selected, rest }, { selected: ofSelected, rest: ofRest });
    expect(found).toBeCloseTo(expected, 3);
  });

  it.each([
    [3, 40, 0, 1_000, 1, 0.0257],
    [3, 40, 0, 1_000, 10, 0.0159],
    [3, 40, 1, 60, 1, 0],
    [30, 40, 0, 1_000, 10_000, 0.386],
  ])(
    '%i of %i against %i of %i, one of %i values: %f',
    (selected, ofSelected, rest, ofRest, values, expected) => {
      const found = differenceOf(
        { selected, rest },
        { selected: ofSelected, rest: ofRest },
        values,
      );
      expect(found).toBeCloseTo(expected, 3);
    },
  );
});

const LOOKED = { selected: 100, rest: 100 };
const row = (
  kind: FieldRow['kind'],
  key: string,
  values: [string, number, number][],
): FieldRow => ({
  kind,
  key,
  selected: String(values.reduce((sum, [, selected]) => sum + selected, 0)),
  rest: String(values.reduce((sum, [, , rest]) => sum + rest, 0)),
  distinct: String(values.length),
  values: values.map(([value, selected, rest]) => [value, String(selected), String(rest)] as const),
});
const rank = (rows: FieldRow[], all = LOOKED, limit = 10) =>
  ranked(judgeFields(rows, LOOKED, all), limit).map(({ field, values }) =>
    [field, ...values.map(({ value, selected, rest }) => `${value} ${selected}:${rest}`)].join(
      ', ',
    ),
  );

describe('what differs', () => {
  it('has the most different field first, and its values from more to less', () => {
    const rows = [
      row('column', 'version', [
        ['1', 40, 90],
        ['2', 60, 10],
      ]),
      row('attribute', 'tenant', [
        ['a', 95, 5],
        ['b', 5, 95],
      ]),
      row('resource', 'host.name', [
        ['x', 50, 50],
        ['y', 50, 50],
      ]),
    ];
    expect(rank(rows)).toEqual(['attributes.tenant, a 95:5, b 5:95', 'version, 2 60:10, 1 40:90']);
    expect(rank(rows, LOOKED, 1)).toHaveLength(1);
  });

  it('says of ids only that there are any', () => {
    const ids = Array.from({ length: 80 }, (_, n): [string, number, number] => [`${n}`, 1, 0]);
    expect(rank([row('attribute', 'order.id', ids)])).toEqual(['order.id, null 80:0']);
    // All spans have one.
    const everywhere = Array.from({ length: 200 }, (_, n): [string, number, number] =>
      n < 100 ? [`${n}`, 1, 0] : [`${n}`, 0, 1],
    );
    expect(rank([row('attribute', 'order.id', everywhere)])).toEqual([]);
  });

  it('finds the one id that recurs among ids that do not', () => {
    const users = Array.from({ length: 150 }, (_, n): [string, number, number] =>
      n < 60 ? [`u${n}`, 1, 0] : [`u${n}`, 0, 1],
    );
    expect(rank([row('attribute', 'user.id', [['u900', 40, 10], ...users])])).toEqual([
      'user.id, u900 40:10',
    ]);
  });

  it('says that a field is there, where that tells more than any of its values', () => {
    const kinds = ['a', 'b', 'c'].map((kind): [string, number, number] => [kind, 30, 0]);
    expect(rank([row('attribute', 'error.type', kinds)])[0]).toMatch(
      /^error.type, null 90:0, a 30/,
    );
    expect(rank([row('attribute', 'error.type', [['a', 90, 0]])])).toEqual(['error.type, a 90:0']);
  });

  it('names what is missing in the selection, after what is more frequent there', () => {
    expect(
      rank([
        row('attribute', 'cache.hit', [['true', 0, 80]]),
        row('column', 'status', [
          ['error', 90, 0],
          ['unset', 10, 100],
        ]),
      ]),
    ).toEqual(['status, error 90:0, unset 10:100', 'cache.hit, true 0:80']);
  });

  it('leaves out attributes of resources that are columns too', () => {
    expect(rank([row('resource', 'service.name', [['a', 100, 0]])])).toEqual([]);
  });

  it('estimates the counts of all spans where a part was looked at', () => {
    const rows = [row('column', 'version', [['2', 60, 10]])];
    expect(rank(rows, { selected: 1_000, rest: 50_000 })).toEqual(['version, 2 600:5000']);
  });
});
