import { describe, expect, test } from 'vitest';
import { IN_REQUEST, run } from './testing.ts';

const PRINTS = `
  inRequest(() => {
    console.log('order %s of %d', 'A1', 7, { items: [{ id: 1 }] });
    console.info('info'); console.debug('debug'); console.warn('warn'); console.error('error');
    console.error('it failed:', new TypeError('no shelf'));
  });
  console.log('outside');
`;

test('each record once, with its severity, trace, span and correlation id', async () => {
  const { records } = await run(PRINTS);
  expect(records.map(({ body, severity, text }) => [body, severity, text])).toEqual([
    ['order A1 of 7 { items: [ { id: 1 } ] }', 9, 'info'],
    ['info', 9, 'info'],
    ['debug', 5, 'debug'],
    ['warn', 13, 'warn'],
    ['error', 17, 'error'],
    [expect.stringMatching(/^it failed: TypeError: no shelf\n\s+at /), 17, 'error'],
    ['outside', 9, 'info'],
  ]);
  for (const record of records.slice(0, 6)) {
    expect(record).toMatchObject({ ...IN_REQUEST, attributes: { 'correlation.id': 'order-7' } });
  }
  expect(records[5]?.attributes).toEqual({
    'correlation.id': 'order-7',
    'exception.type': 'TypeError',
    'exception.message': 'no shelf',
    'exception.stacktrace': expect.stringMatching(/^TypeError: no shelf\n\s+at /),
  });
  expect(records[6]).not.toHaveProperty('trace');
  expect(records[6]?.attributes).toEqual({});
});

const EXACT = `
  function deep() { console.trace('here %s', 1); }
  deep();
  console.trace();
  console.group('group'); console.log('within\\nlines'); console.groupEnd();
  console.table([{ a: 1 }]); console.dir({ a: 1 }); console.assert(false, 'not %s', 'so');
  console.count(); console.log(); console.log('%c styled', 'color: red'); console.log('%', 1n, Symbol('s'));
  console.error('Trace: not one');
`;

test.each(['module', 'commonjs'] as const)('%s: what is printed stays as it was', async (type) => {
  const code = `${PRINTS}${EXACT}`;
  const [ours, alone] = await Promise.all([run(code, type), run(code, type, true)]);
  // The line of the application's own prelude is one more there.
  const lines = (text: string) => text.replaceAll(/\[eval1?\]:\d+:\d+|\[eval\d*\]:\d+/g, 'eval');
  expect(ours.stdout).toBe(alone.stdout);
  const traced = (text: string) =>
    lines(text)
      .split('\n')
      .filter((line) => !/^\s+at (?!.*deep)/.test(line));
  expect(traced(ours.stderr)).toEqual(traced(alone.stderr));
  expect(ours.stderr).toMatch(/^Trace: here 1\n\s+at deep /m);
});

test('console.trace is of severity trace, and what prints by other methods comes once', async () => {
  const { records } = await run(EXACT);
  expect(records.map(({ body, text }) => [String(body).split('\n')[0], text])).toEqual([
    ['Trace: here 1', 'trace'],
    ['Trace', 'trace'],
    ['group', 'info'],
    ['within', 'info'],
    [expect.stringContaining('┌'), 'info'],
    ['Assertion failed: not so', 'warn'],
    ['default: 1', 'info'],
    [' styled', 'info'],
    ['% 1n Symbol(s)', 'info'],
    ['Trace: not one', 'error'],
  ]);
});

test('named imports of node:console, and methods taken off it, count too', async () => {
  const { records } = await run(
    `import { log } from 'node:console'; const { warn } = console; log('a'); warn('b');`,
  );
  expect(records.map(({ body }) => body)).toEqual(['a', 'b']);
});

describe('what could hurt', () => {
  test('printing while a record is taken, or by the agent itself, does not go round', async () => {
    const { records, stdout } = await run(`
      const { inspect } = await import('node:util');
      class Chatty { [inspect.custom]() { console.log('inspected'); return 'chatty'; } }
      console.log(new Chatty());
      inExporter(() => console.log('exporting'));
    `);
    expect(records.map(({ body }) => body)).toEqual(['inspected', 'chatty']);
    expect(stdout).toContain('exporting');
  });

  test('a huge text is cut', async () => {
    const { records, stdout } = await run(`console.log('x'.repeat(1_000_000));`);
    expect(stdout).toHaveLength(1_000_001);
    expect(records[0]?.body).toHaveLength(32 * 1024 + 1);
  });

  test('what cannot be read is printed as ever, said once, and ends the intake after ten', async () => {
    const { records, stdout, stderr } = await run(`
      const { inspect } = await import('node:util');
      let asked = 0;
      const odd = { [inspect.custom]() { if (asked++ % 2) throw new Error('only once'); return 'odd'; } };
      for (let round = 0; round < 10; round += 1) console.log(odd);
      console.log(asked, 'after');
    `);
    expect(stdout).toBe(`${'odd\n'.repeat(10)}20 after\n`);
    expect(records).toEqual([]);
    expect(stderr.match(/could not be read: only once/g)).toHaveLength(1);
    expect(stderr).toContain('it is off now');
  });
});

test('what is printed is only looked at: no getter and no trap of the application runs', async () => {
  const code = `
    let ran = 0;
    const count = () => { ran++; throw new Error('not for you'); };
    const shy = { get name() { return count(); }, get stack() { return count(); } };
    const strict = new Proxy({ a: 1 }, { get: count, getPrototypeOf: count });
    for (let at = 0; at < 12; at++) console.log(shy, strict);
    console.log('ran', ran);`;
  const { stderr, records } = await run(code);
  expect(records.at(-1)?.body).toBe('ran 0');
  expect(records).toHaveLength(13);
  expect(stderr).toBe('');
});
