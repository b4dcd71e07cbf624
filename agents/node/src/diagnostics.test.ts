import { expect, test } from 'vitest';
import { createDiagnostics } from './diagnostics.ts';

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
