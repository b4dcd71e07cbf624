import { describe, expect, it } from 'vitest';
import { criticalPath } from './critical-path.ts';
import { errorMessage, failedSpans } from './errors.ts';
import { drawn, span } from './fixtures.ts';
import { selfMs } from './self-time.ts';
import { sumUp } from './sums.ts';
import { buildTree } from './tree.ts';
import { readingOrder } from './walk.ts';

const tree = buildTree(
  drawn(`
gate      0-100
  order  10-90 !
    pay  20-40 !
    log  30-50
    late 80-120
  back   95-92
`),
);

describe('self time', () => {
  it('is what no child covers, with children that ran at once counted once', () => {
    const own = Object.fromEntries(
      [...tree.byKey.values()].map((node) => [node.key, selfMs(node)]),
    );
    expect(own).toEqual({ gate: 20, order: 40, pay: 20, log: 20, late: 40, back: 0 });
  });
  it('is none for what ends before it starts', () => {
    expect(selfMs(buildTree([span('a', null, 0, -5)]).roots[0]!)).toBe(0);
  });
});

describe('sums', () => {
  it('add up a service and an operation, the most of their own time first', () => {
    const [shop] = sumUp(tree, criticalPath(tree), 'service');
    expect(shop).toMatchObject({
      service: 'shop',
      name: undefined,
      spans: 6,
      errors: 2,
      totalMs: 260,
      selfMs: 140,
      criticalMs: 100,
      longestMs: 100,
      longestKey: 'gate',
    });
    const byName = sumUp(tree, criticalPath(tree), 'operation');
    expect(byName.map(({ name }) => name)).toEqual(
      ['span order', 'span late', 'span gate', 'span pay', 'span log', 'span back'], // 40, 40, 20 …
    );
  });
});

describe('errors', () => {
  it('come with those first where they began', () => {
    const failed = failedSpans(readingOrder(tree));
    expect(failed.map(({ node, began }) => `${node.key} ${began}`)).toEqual([
      'pay true',
      'order false',
    ]);
  });
  it('say what went wrong: the message, else the exception', () => {
    const exception = {
      timeUnixNano: '0',
      name: 'exception',
      attributes: { 'exception.type': 'Refused', 'exception.message': 'no funds' },
      attributeTypes: {},
      droppedAttributesCount: 0,
    };
    const message = (more: object): string =>
      errorMessage(buildTree([span('a', null, 0, 1, more)]).roots[0]!);
    expect(message({ statusMessage: 'boom', events: [exception] })).toBe('boom');
    expect(message({ events: [exception] })).toBe('Refused: no funds');
    expect(message({})).toBe('');
  });
});
