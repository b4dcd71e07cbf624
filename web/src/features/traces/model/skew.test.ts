import { describe, expect, it } from 'vitest';
import { drawn, span } from './fixtures.ts';
import { findSkew } from './skew.ts';
import { describeShift } from './skew-words.ts';
import { buildTree } from './tree.ts';
import { readingOrder } from './walk.ts';

/** What is moved, `payment-2 +35`, and nothing when all is as sent. */
const shifts = (text: string): string =>
  findSkew(drawn(text))
    .shifts.map(({ name, shiftMs }) => `${name} ${shiftMs > 0 ? '+' : ''}${shiftMs}`)
    .join(', ');

describe('a clock that differs', () => {
  it('is moved so that the server’s span is in the middle of the client’s', () => {
    expect(
      shifts(`
order      0-100 server @order-1
  call    40-80  client @order-1
    pay   15-35  server @payment-2
`),
    ).toBe('payment-2 +35');
  });

  it('is moved as a whole, its own calls and their servers with it', () => {
    const spans = drawn(`
order      0-100 server @order-1
  call    40-80  client @order-1
    pay   15-35  server @payment-2
      ask 20-30  client @payment-2
        ok 22-28 server @bank-1
      sql 31-33  internal @payment-2
`);
    const skew = findSkew(spans);
    expect(skew.shifts.map(({ name, shiftMs }) => [name, shiftMs])).toEqual([
      ['payment-2', 35],
      ['bank-1', 35],
    ]);
    const tree = buildTree(spans, skew.shiftMsOf);
    expect(readingOrder(tree).map(({ key, offsetMs }) => `${key} ${offsetMs}`)).toEqual([
      'order 0',
      'call 40',
      'pay 50',
      'ask 55',
      'ok 57',
      'sql 66',
    ]);
    expect(tree.durationMs).toBe(100);
  });

  it('is moved by what all of its calls allow, not by the first alone', () => {
    // 20 to 30 by the first call, 24 to 60 by the second: both hold between 24 and 30.
    expect(
      shifts(`
order     0-200 server @order-1
  one    30-60  client @order-1
    a    10-30  server @payment-2
  two    70-130 client @order-1
    b    46-70  server @payment-2
`),
    ).toBe('payment-2 +27');
  });

  it('can be ahead', () => {
    expect(
      shifts(`
call     0-20 client @order-1
  pay  105-115 server @payment-2
`),
    ).toBe('payment-2 -100');
  });

  it('is seen in the shortest calls: no server begins after its client has ended', () => {
    expect(
      shifts(`
order    0-20 server @order-1
  call   1-4  client @order-1
    pay  6-8  server @payment-2
`),
    ).toBe('payment-2 -4.5');
    expect(
      shifts(`
call       0-20 client @order-1
  pay   1005-1030 server @payment-2
`),
    ).toBe('payment-2 -1005');
  });

  it('is found through the host where that is known', () => {
    const [client, server] = drawn('call 0-20 client\n  pay -50--40 server');
    const on = (host: string) => ({ 'host.name': host });
    const spans = [
      { ...client!, resource: on('node-1') },
      { ...server!, service: 'payment', resource: on('node-2') },
    ];
    expect(findSkew(spans).shifts).toMatchObject([{ name: 'payment on node-2', shiftMs: 55 }]);
    const oneHost = spans.map((each) => ({ ...each, resource: on('node-1') }));
    expect(findSkew(oneHost).shifts).toEqual([]);
  });
});

describe('nothing is moved', () => {
  it('when every call is possible as it was sent', () => {
    expect(
      shifts(`
call     0-20 client @order-1
  pay    0-19 server @payment-2
`),
    ).toBe('');
  });
  it('within one instance', () => {
    expect(
      shifts(`
call     0-20 client @order-1
  pay  -30-10 server @order-1
`),
    ).toBe('');
  });
  it('by messages, which wait', () => {
    expect(
      shifts(`
send     0-2 producer @order-1
  take 900-950 consumer @mailer-1
`),
    ).toBe('');
    expect(
      shifts(`
send     0-2 producer @order-1
  take -50--20 consumer @mailer-1
`),
    ).toBe('');
  });
  it('by a server that went on after its client had given up', () => {
    expect(
      shifts(`
call     0-20 client @order-1
  pay    2-90 server @payment-2
`),
    ).toBe('');
  });
  it('by one odd call among honest ones', () => {
    expect(
      shifts(`
order     0-200 server @order-1
  one     0-20  client @order-1
    a     2-18  server @payment-2
  two    30-50  client @order-1
    b    32-48  server @payment-2
  three  60-80  client @order-1
    c    75-90  server @payment-2
`),
    ).toBe('');
  });
  it('by what a server still does when its client has the answer', () => {
    expect(
      shifts(`
order     0-200 server @order-1
  one     0-100 client @order-1
    a    30-108 server @payment-2
`),
    ).toBe('');
  });
  it('by less than a sender’s millisecond', () => {
    expect(
      shifts(`
call     5-10 client @order-1
  pay  4.8-9  server @payment-2
`),
    ).toBe('');
  });
  it('by spans that end before they start, or that are their own parents', () => {
    const bad = [
      span('a', null, 0, -5, { kind: 'client', service: 'x' }),
      span('b', 'a', 90, 5, { kind: 'server', service: 'y' }),
      span('c', 'c', 90, 5, { kind: 'server', service: 'z' }),
    ];
    expect(findSkew(bad).shifts).toEqual([]);
  });
});

it('moves a server that starts before its client, which did not wait for its end, to that start', () => {
  expect(
    shifts(`
call     0-20 client @order-1
  pay  -40-60 server @payment-2
`),
  ).toBe('payment-2 +40');
});

it('goes round in circles of callers', () => {
  expect(
    shifts(`
root       0-100 server @a-1
  c1      10-90  client @a-1
    s1  1020-1080 server @b-1
      c2 1030-1070 client @b-1
        s2 40-60  server @a-1
`),
  ).toBe('b-1 -1000');
});

it('says it in words', () => {
  const shift = { clock: '', name: 'payment-2', shiftMs: 35, calls: 3 };
  expect(describeShift(shift, true)).toBe(
    'Times of payment-2 were moved by +35.0 ms: its clock seems to be behind',
  );
  expect(describeShift({ ...shift, shiftMs: -2000 }, false)).toBe(
    'Times of payment-2 are as sent, though its clock seems to be ahead by 2.00 s',
  );
});
