import { describe, expect, it } from 'vitest';
import { completionAt } from './completion.ts';
import { highlight } from './highlight.ts';
import { lex } from './lex.ts';
import { parseQuery } from './parse.ts';
import { randomText } from './testing/random.ts';

const shown = (text: string) =>
  highlight(text, 'traces').map(({ kind, from, to }) => `${kind}=${text.slice(from, to)}`);

describe('highlight', () => {
  it.each([
    ['', []],
    ['service:web', ['field=service', 'operator=:', 'value=web']],
    ['sevice:web', ['unknown=sevice', 'operator=:', 'value=web']],
    ['duration:>=250ms', ['field=duration', 'operator=:', 'operator=>=', 'value=250ms']],
    ['-http.route:/a/*', ['operator=-', 'field=http.route', 'operator=:', 'value=/a/*']],
    ['url.full:http://a:80', ['field=url.full', 'operator=:', 'value=http://a:80']],
    ['a OR NOT "b c"', ['text=a', 'keyword=OR', 'keyword=NOT', 'text="b c"']],
    ['ORDER', ['text=ORDER']],
    ['(a AND b)', ['operator=(', 'text=a', 'keyword=AND', 'text=b', 'operator=)']],
    [
      'name:(a OR "b") x',
      'field=name operator=: operator=( value=a keyword=OR value="b" operator=) text=x'.split(' '),
    ],
    ['name:"not clo', ['field=name', 'operator=:', 'value="not clo']],
    ['name:', ['field=name', 'operator=:']],
    [String.raw`a\:b\ c:d`, [String.raw`unknown=a\:b\ c`, 'operator=:', 'value=d']],
    [
      String.raw`x.a\ b:"c\"d" e`,
      [String.raw`field=x.a\ b`, 'operator=:', String.raw`value="c\"d"`, 'text=e'],
    ],
    ['trailing\\', ['text=trailing\\']],
  ])('%s', (text, expected) => {
    expect(shown(text)).toEqual(expected);
  });

  it('covers any text but its blanks, in order, and agrees with the parser on the fields', () => {
    for (let seed = 1; seed <= 1_000; seed += 1) {
      const text = randomText(seed);
      let at = 0;
      const missed = lex(text).flatMap(({ from, to }) => {
        const between = text.slice(at, from).trim();
        at = to;
        return from < to ? between : 'nothing';
      });
      expect([...missed, text.slice(at).trim()].join(''), text).toBe('');
      const parsed = parseQuery(text, 'traces');
      if (parsed.ok) expect(shown(text).join(), text).not.toContain('unknown=');
    }
  });
});

/** What is completed at the bar, and the text that it takes the place of in brackets. */
function completed(marked: string): string {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const found = completionAt(text, offset, 'traces');
  if (!found) return 'nothing';
  const { kind, field, prefix, from, to } = found;
  return [kind, field, prefix, `[${text.slice(from, to)}]`]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
}

describe('completionAt', () => {
  it.each([
    ['|', 'field []'],
    ['ser|', 'field ser [ser]'],
    ['ser|vice', 'field ser [service]'],
    ['ser|vice:web', 'field ser [service]'],
    ['|service:web', 'field [service]'],
    ['a |', 'field []'],
    ['-ht|', 'field ht [ht]'],
    ['(http.ro|', 'field http.ro [http.ro]'],
    ['service:|', 'value service []'],
    ['service:|web', 'value service [web]'],
    ['service:w|eb x', 'value service w [web]'],
    ['service:"my s|', 'value service my s ["my s]'],
    [String.raw`service:my\ s|`, String.raw`value service my s [my\ s]`],
    ['service:web |', 'field []'],
    ['service: |', 'field []'],
    ['duration:|', 'operator duration []'],
    ['duration:>|', 'value duration []'],
    ['duration:>25|', 'value duration 25 [25]'],
    ['service:(|', 'value service []'],
    ['service:(a |', 'keyword service []'],
    ['service:(a OR |', 'value service []'],
    ['service:(a OR b|', 'value service b [b]'],
    ['service:(a) |', 'field []'],
    ['http.status:>=5|', 'value http.status 5 [5]'],
    ['none:|', 'nothing'],
    ['none:x|', 'nothing'],
    ['"a phra|', 'nothing'],
  ])('%s: %s', (marked, expected) => {
    expect(completed(marked)).toBe(expected);
  });

  it('stays inside any text', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const text = randomText(seed);
      for (let offset = 0; offset <= text.length; offset += 1) {
        const { from, to } = completionAt(text, offset, 'traces') ?? { from: offset, to: offset };
        expect(from <= offset && offset <= to && to <= text.length, text).toBe(true);
      }
    }
  });
});
