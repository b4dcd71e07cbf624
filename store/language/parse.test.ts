import { describe, expect, it } from 'vitest';
import type { Node } from './ast.ts';
import { parseQuery } from './parse.ts';
import { printQuery } from './print.ts';
import { randomNode, randomText } from './testing/random.ts';
import { withoutPlaces } from './testing/places.ts';

function parsed(text: string, signal: 'traces' | 'logs' | 'instances' = 'traces'): Node {
  const outcome = parseQuery(text, signal);
  if (!outcome.ok) throw new Error(`${text}: ${outcome.problem.message}`);
  return outcome.query;
}
/** With every parenthesis that is meant. */
const meaning = (text: string) => printQuery(parsed(text));

describe('what a query means', () => {
  it.each([
    ['', ''],
    ['  ', ''],
    ['service:checkout', 'service:checkout'],
    ['status:error duration:>250ms', 'status:error duration:>250ms'],
    ['duration:>=1.5s duration:<1500us', 'duration:>=1.5s duration:<1.5ms'],
    ['duration:>1234567890ns duration:<7ns', 'duration:>1234567.89us duration:<7ns'],
    ['"connection refused"', '"connection refused"'],
    ['http.route:/api/*', 'http.route:/api/*'],
    ['-user.id:42', '-user.id:42'],
    ['NOT a', '-a'],
    ['--a', '--a'],
    ['a OR b c', 'a OR (b c)'],
    ['(a OR b) AND c', '(a OR b) c'],
    ['a OR (b OR c)', 'a OR b OR c'],
    ['service:(a OR "b c")', 'service:a OR service:"b c"'],
    ['-service:(a OR b)', '-(service:a OR service:b)'],
    ['url.full:http://a:80/x', 'url.full:"http://a:80/x"'],
    ['attributes.tenant:x resource.host.name:y', 'attributes.tenant:x resource.host.name:y'],
    ['a.b:>=1.5e3', 'a.b:>=1500'],
    [String.raw`a\*b*`, String.raw`a\*b*`],
    ['"AND" ORDER', '"AND" ORDER'],
    ['name:**', 'name:*'],
  ])('%s is %s', (text, expected) => {
    expect(meaning(text)).toBe(expected);
  });

  it('says where each term stands', () => {
    expect(parsed(' status:error  x')).toMatchObject({
      nodes: [{ place: { offset: 1, length: 12 } }, { place: { offset: 15, length: 1 } }],
    });
  });
});

describe('what is wrong with a query', () => {
  it.each([
    ['sevice:a', 'there is no field sevice', [0, 6], 'service'],
    ['a:b', 'there is no field a', [0, 1], 'service'],
    [':x', 'a field is missing', [0, 0], 'service'],
    ['x (a OR b', 'not closed', [2, 1], ')'],
    ['a)', 'was not opened', [1, 1], 'a word'],
    ['service:', 'a value is missing', [8, 0], 'a value'],
    ['service:a OR', 'something is missing', [12, 0], 'a word'],
    ['OR a', 'something is missing before OR', [0, 2], 'a word'],
    ['a AND OR b', 'something is missing before OR', [6, 2], 'a word'],
    ['-', 'something is missing', [1, 0], 'a word'],
    ['name:"x', 'this quote is not closed', [5, 2], '"'],
    ['x\\', 'nothing follows this backslash', [1, 1], undefined],
    ['status:bad', 'there is no status bad', [7, 3], 'error'],
    ['status:e*', 'there is no status e*', [7, 2], 'error'],
    ['kind:http', 'there is no kind http', [5, 4], 'server'],
    ['duration:5s', 'a duration is compared', [9, 2], '>250ms'],
    ['duration:>5', 'needs a unit', [10, 1], 'ms'],
    ['duration:>5y', 'there is no unit y', [10, 2], 'ms'],
    ['duration:>5constructor', 'there is no unit constructor', [10, 12], 'ms'],
    ['duration:>-5s', 'is not a duration', [10, 3], '250ms'],
    ['http.status:>many', 'many is not a number', [13, 4], 'a number'],
    ['service:>a', 'cannot be compared', [9, 1], 'service:…'],
    ['trace:12', 'is not a trace id', [6, 2], '32 hexadecimal digits'],
    ['service:(a b)', 'joined by OR', [11, 1], 'OR'],
    ['service:(a', 'joined by OR', [8, 1], ')'],
    [`${'('.repeat(40)}a`, 'levels deep', [32, 1], undefined],
    ['a '.repeat(201), 'at most 200 terms', [400, 1], undefined],
    [`b ${'*a'.repeat(33)}`, 'at most 32 times *', [2, 66], undefined],
    [`name:${'*a'.repeat(33)}`, 'at most 32 times *', [0, 71], undefined],
    ['a'.repeat(4_001), 'at most 4000 characters', [4_000, 1], undefined],
  ])('%s: %s', (text, message, [offset, length], expected) => {
    const outcome = parseQuery(text, 'traces');
    expect(outcome).toMatchObject({
      ok: false,
      problem: { message: expect.stringContaining(message), offset, length },
    });
    if (expected !== undefined && !outcome.ok) expect(outcome.problem.expected).toContain(expected);
  });

  it('knows the fields of each signal', () => {
    expect(parseQuery('severity:>=warn body:x', 'logs').ok).toBe(true);
    expect(parseQuery('severity:warn', 'traces').ok).toBe(false);
    expect(parseQuery('service:a instance:b', 'instances').ok).toBe(true);
    expect(parseQuery('host.name:a', 'instances')).toMatchObject({
      problem: { message: 'there is no field host.name' },
    });
  });
});

describe('any query', () => {
  it('is read again as it was printed', () => {
    for (let seed = 1; seed <= 3_000; seed += 1) {
      const node = randomNode(seed);
      const text = printQuery(node);
      const again = parseQuery(text, 'traces');
      expect(again.ok ? withoutPlaces(again.query) : again.problem, text).toEqual(node);
    }
  });

  it('is read, or refused with a place inside it, whatever it holds', () => {
    for (let seed = 1; seed <= 5_000; seed += 1) {
      const text = randomText(seed);
      const outcome = parseQuery(text, 'traces');
      if (outcome.ok) {
        expect(withoutPlaces(parsed(printQuery(outcome.query)))).toEqual(
          withoutPlaces(outcome.query),
        );
      } else {
        const { offset, length } = outcome.problem;
        expect(offset + length, text).toBeLessThanOrEqual(text.length);
      }
    }
  });
});
