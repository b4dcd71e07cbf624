import { expect, test } from 'vitest';
import { createDiagnostics, words } from './diagnostics.ts';

function listen(level?: string) {
  const lines: string[] = [];
  const clock = { now: 0 };
  const write = (line: string) => void lines.push(line);
  return { lines, clock, say: createDiagnostics({ write, now: () => clock.now, level }) };
}

test('one line with the prefix, whatever is in it', () => {
  const { lines, say } = listen();
  say.error('first\nsecond');
  expect(lines).toEqual(['nunchi agent: first second\n']);
});

test('said → repeated for a minute, unsaid → said again with a count', () => {
  const { lines, clock, say } = listen();
  for (let second = 0; second <= 60; second++) {
    clock.now = second * 1000;
    say.warn('the collector is away');
  }
  expect(lines).toEqual([
    'nunchi agent: the collector is away\n',
    'nunchi agent: the collector is away (and 59 times more)\n',
  ]);
});

test.each([
  [undefined, 2],
  ['error', 1],
  ['DEBUG', 4],
  ['none', 0],
  ['nonsense', 2],
])('OTEL_LOG_LEVEL %s → %s of error, warn, info, debug', (level, count) => {
  const { lines, say } = listen(level);
  say.error('a');
  say.warn('b');
  say.info('c');
  say.debug('d');
  expect(lines).toHaveLength(count);
});

test('whatever was thrown has words', () => {
  const bare: Record<string, unknown> = Object.create(null);
  bare['self'] = bare;
  expect(words(bare)).toContain('Circular');
  expect(words(Object.assign(new Error('x'), { message: Symbol('s') }))).toBe('Symbol(s)');
});

test('words that differ in ids and times alone are the same', () => {
  const { lines, say } = listen();
  for (const at of [1, 2]) say.warn(`span ${`${at}f`.repeat(8)} ended at 179529429${at}`);
  say.warn('span of port 4318');
  say.warn('span of port 4319');
  expect(lines).toHaveLength(3);
});
