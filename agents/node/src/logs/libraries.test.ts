import { describe, expect, test } from 'vitest';
import { IN_REQUEST, type Printed, run } from './testing.ts';

/** What a logger of each library is asked to do; the lines that it prints are JSON. */
const USES = `
  inRequest(() => {
    order({ kind: 'book' });
    logger.warn('warn'); logger.debug('debug');
    fail(new TypeError('no shelf'));
  });
  inJob(() => logger.info('job'));
  logger.info('outside');
`;
const MAKE = {
  winston: `const logger = winston.createLogger({ level: 'debug', transports: [
      new winston.transports.Console({ forceConsole: FORCED }), new winston.transports.Console({ silent: true })] });
    const fail = (error) => logger.error('it failed', error);
    const order = (fields) => logger.info('order', fields);`,
  bunyan: `const logger = bunyan.createLogger({ name: 'own', level: 'debug', streams: FORCED
      ? [{ type: 'raw', level: 'debug', stream: { write: (record) => console.log(JSON.stringify(record)) } }]
      : [{ stream: process.stdout, level: 'debug' }, { stream: { write() {} }, level: 'error' }] }).child({ part: 'shelf' });
    const fail = (err) => logger.error({ err }, 'it failed');
    const order = (fields) => logger.info(fields, 'order');`,
  pino: `const to = { write: (line) => FORCED ? console.log(line.trimEnd()) : process.stdout.write(line) };
    const logger = pino({ level: 'debug' }, to).child({ part: 'shelf' });
    const fail = (err) => logger.error({ err }, 'it failed');
    const order = (fields) => logger.info(fields, 'order');`,
} as const;
type Library = keyof typeof MAKE;

const LOADS = {
  module: (library: Library) => `import ${library} from '${library}';`,
  'module, all of it': (library: Library) => `import * as all from '${library}';
    const ${library} = all.createLogger || all.pino ? { ...all, ...all.default } : all.default;
    ${library === 'pino' ? 'const make = all.pino;' : ''}`,
  commonjs: (library: Library) => `const ${library} = require('${library}');`,
} as const;

function runs(library: Library, load: keyof typeof LOADS, forced: boolean): Promise<Printed> {
  const make = MAKE[library].replaceAll('FORCED', String(forced));
  const made =
    load.includes('all') && library === 'pino' ? make.replace('= pino(', '= make(') : make;
  const type = load === 'commonjs' ? 'commonjs' : 'module';
  return run(`${LOADS[load](library)}\n${made}\n${USES}`, type);
}

/** By the console: streams and transports of the application that print there. */
const CASES = (Object.keys(MAKE) as Library[]).flatMap((library) => [
  { library, load: 'module', forced: false } as const,
  { library, load: 'module, all of it', forced: true } as const,
  { library, load: 'commonjs', forced: true } as const,
]);

describe.each(CASES)(
  '$library, as $load, printing by the console: $forced',
  ({ library, load, forced }) => {
    test('each record once, with severity, trace, span, correlation id and error', async () => {
      const { records, stdout, stderr } = await runs(library, load, forced);
      expect(stderr).toBe('');
      expect(records.map(({ body, severity, text }) => [body, severity, text])).toEqual([
        ['order', 9, 'info'],
        ['warn', 13, 'warn'],
        ['debug', 5, 'debug'],
        [expect.stringContaining('it failed'), 17, 'error'],
        ['job', 9, 'info'],
        ['outside', 9, 'info'],
      ]);
      for (const record of records.slice(0, 4)) {
        expect(record).toMatchObject({
          ...IN_REQUEST,
          attributes: { 'correlation.id': 'order-7' },
        });
        expect(Object.keys(record.attributes)).not.toContain('correlation_id');
        expect(Object.keys(record.attributes)).not.toContain('trace_id');
      }
      expect(records[0]?.attributes).toMatchObject({ kind: 'book' });
      expect(records[3]?.attributes).toMatchObject({
        'exception.type': 'TypeError',
        'exception.message': 'no shelf',
        'exception.stacktrace': expect.stringMatching(/^TypeError: no shelf\n\s+at /),
      });
      expect(
        records.slice(4).map(({ trace, attributes }) => [trace, attributes['correlation.id']]),
      ).toEqual([
        [undefined, 'job-3'],
        [undefined, undefined],
      ]);

      const lines = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object);
      const ids = {
        trace_id: IN_REQUEST.trace,
        span_id: IN_REQUEST.span,
        correlation_id: 'order-7',
      };
      expect(lines).toMatchObject([ids, ids, ids, ids, { correlation_id: 'job-3' }, {}]);
      expect(Object.keys(lines[5] as object)).not.toContain('correlation_id');
    });
  },
);

const WINSTON = `import winston from 'winston';
  const logger = winston.createLogger({ transports: [new winston.transports.Console({ level: 'warn' })] });`;

describe('winston', () => {
  test.each([
    ['an error alone', "logger.error(new TypeError('x'))", 'x'],
    ['in a field', "logger.error('it failed', { err: new TypeError('x') })", 'it failed'],
    ['as message', "logger.log({ level: 'error', message: new TypeError('x') })", 'x'],
    [
      'only its stack',
      "const { stack } = new TypeError('x'); logger.error({ message: 'm', stack })",
      'm',
    ],
  ])('%s', async (_, code, body) => {
    const { records } = await run(`${WINSTON} ${code}`);
    expect(records).toEqual([
      expect.objectContaining({
        body,
        attributes: expect.objectContaining({
          'exception.type': 'TypeError',
          'exception.message': 'x',
          'exception.stacktrace': expect.stringContaining('at '),
        }),
      }),
    ]);
  });

  test('what no transport prints is not taken, nor what a transport of its own has sent', async () => {
    const { records } = await run(`${WINSTON}
      logger.info('below'); logger.warn('above');
      class OpenTelemetryTransportV3 extends winston.Transport { log(info, done) { done(); } }
      logger.add(new OpenTelemetryTransportV3()); logger.warn('sent');`);
    expect(records.map(({ body }) => body)).toEqual(['above']);
  });

  test('a slow transport: printed late by the console, taken once, with its own ids', async () => {
    const { records, stdout } = await run(`${WINSTON}
      class Slow extends winston.Transport {
        constructor() { super({ highWaterMark: 1 }); }
        log(info, done) { console.log(info.message); setImmediate(done); }
      }
      logger.clear().add(new Slow());
      for (let at = 0; at < 40; at += 1) inRequest(() => logger.warn('late ' + at));`);
    expect(records.map(({ body }) => body)).toEqual(
      Array.from({ length: 40 }, (_, at) => `late ${at}`),
    );
    for (const record of records) {
      expect(record).toMatchObject(IN_REQUEST);
    }
    expect(stdout.trimEnd().split('\n')).toHaveLength(40);
  });
});

describe('pino', () => {
  const silent = (options: string) =>
    `import pino from 'pino'; const logger = pino(${options}, { write() {} });`;
  const around = async (code: string) => {
    const before = Date.now();
    const { records, stderr } = await run(code);
    expect(stderr).toBe('');
    // Seconds are rounded.
    return {
      records,
      isNow: (time: unknown) => Number(time) > before - 1000 && Number(time) < Date.now() + 1000,
    };
  };

  test.each(['epochTime', 'unixTime', 'isoTime', 'isoTimeNano', 'nullTime'])(
    'the time that %s prints is the time of the record',
    async (name) => {
      const { records, isNow } = await around(
        `${silent(`{ timestamp: pino.stdTimeFunctions.${name} }`)} logger.info('a');`,
      );
      expect(records).toMatchObject([{ body: 'a', attributes: {} }]);
      expect(records[0]?.time).toSatisfy(isNow);
      expect(records[0]?.attributes).toEqual({});
    },
  );

  test('a time of its own stays as it is, beside the time of the record', async () => {
    const { records, isNow } = await around(
      `${silent('{ timestamp: () => \',"time":"noon"\' }')} logger.info('a');
       const other = pino({}, { write() {} }); other.info({ time: 'tea' }, 'b');`,
    );
    expect(records.map(({ attributes }) => attributes)).toEqual([
      { time: 'noon' },
      { time: 'tea' },
    ]);
    expect(records.map(({ time }) => time)).toSatisfy((times: number[]) => times.every(isNow));
  });

  test('levels of its own, of a child, and by another name, have number and name', async () => {
    const { records, stderr } = await run(`
      ${silent("{ level: 'deep', customLevels: { deep: -5, notice: 35, worst: 90 } }")}
      logger.deep('a'); logger.notice('b'); logger.worst('c');
      pino({}, { write() {} }).child({}, { customLevels: { audit: 45 } }).audit('d');
      const named = pino({ formatters: { level: (severity) => ({ severity }) } }, { write() {} });
      named.fatal('e');`);
    expect(stderr).toBe('');
    expect(records.map(({ severity, text }) => [severity, text])).toEqual([
      [2, 'deep'],
      [11, 'notice'],
      [24, 'worst'],
      [15, 'audit'],
      [21, 'fatal'],
    ]);
    expect(records[4]?.attributes).toEqual({ severity: 'fatal' });
  });

  test('message, error and event are found by the keys that the logger has for them', async () => {
    const { records } = await run(`
      ${silent("{ messageKey: 'text', errorKey: 'problem' }")}
      logger.error(new TypeError('no shelf'), 'it failed');
      logger.info({ 'otel.event.name': 'order.placed', kind: 'book', msg: 'mine', none: null }, 'placed');
      
      logger.error({ problem: 'a word' });
      logger.error({ problem: { count: 2 } });
      const short = pino({ serializers: { err: ({ name, message }) => ({ type: name, message }) } }, { write() {} });
      short.error(new RangeError('far'));`);
    expect(records).toMatchObject([
      {
        body: 'it failed',
        attributes: {
          'exception.type': 'TypeError',
          'exception.message': 'no shelf',
          'exception.stacktrace': expect.stringMatching(/^TypeError: no shelf\n\s+at /),
        },
      },
      { body: 'placed', event: 'order.placed' },
      { attributes: { 'exception.message': 'a word' } },
      { attributes: { problem: { count: 2 } } },
      { attributes: { 'exception.type': 'RangeError', 'exception.message': 'far' } },
    ]);
    expect(records[1]?.attributes).toEqual({ kind: 'book', msg: 'mine' });
  });

  test('fields have bounds; one of the application that is named as a printed one stays', async () => {
    const { records } = await run(`
      ${silent('{}')}
      const many = Object.fromEntries(Array.from({ length: 300 }, (_, at) => ['f' + at, at]));
      logger.info({ deep: { in: { in: { in: { in: 1 } } } }, long: ['x'.repeat(40_000)], many }, 'a');
      logger.info(many, 'b');
      inRequest(() => logger.info({ correlation_id: 'mine' }, 'c'));`);
    const [first, second, third] = records.map(({ attributes }) => attributes);
    expect(first?.['deep']).toEqual({ in: { in: { in: expect.any(String) } } });
    expect(first?.['long']).toEqual([`${'x'.repeat(32 * 1024)}…`]);
    expect(Object.keys(first?.['many'] as object)).toHaveLength(100);
    expect(Object.keys(second ?? {})).toHaveLength(100);
    expect(third).toEqual({ 'correlation.id': 'order-7', correlation_id: 'mine' });
  });

  test('lines that cannot be read are said once, and end it for their logger alone', async () => {
    const { records, stdout, stderr } = await run(`
      import pino from 'pino';
      const logger = pino({ hooks: { streamWrite: (line) => '> ' + line } }, process.stdout);
      for (let at = 0; at < 20; at += 1) logger.info('a');
      pino({}, { write() {} }).info('b');`);
    expect(stdout.match(/^> /gm)).toHaveLength(20);
    expect(stderr.match(/could not be read: .* is not valid JSON/g)).toHaveLength(1);
    expect(stderr.match(/it is off now/g)).toHaveLength(1);
    expect(records.map(({ body }) => body)).toEqual(['b']);
  });

  test('imported and required, with the stream of another logger: once each', async () => {
    const { records } = await run(`
      import { createRequire } from 'node:module';
      import pino from 'pino';
      const required = createRequire(process.cwd() + '/app.js')('pino');
      const logger = required({}, { write() {} });
      logger.info('a');
      pino({}, logger[pino.symbols.streamSym]).info('b');`);
    expect(records.map(({ body }) => body)).toEqual(['a', 'b']);
  });

  test('what waits in its stream is written by flush, and as a fatal record comes', async () => {
    const code = (ask: string) => `
      import { readFileSync, rmSync } from 'node:fs';
      import { tmpdir } from 'node:os';
      import { join } from 'node:path';
      import pino from 'pino';
      const dest = join(tmpdir(), 'nunchi-pino-' + process.pid + '.log');
      const stream = pino.destination({ dest, sync: false, minLength: 4096 });
      const logger = pino({}, stream);
      stream.on('ready', () => {
        ${ask}
      });
      const done = () => { console.log(readFileSync(dest, 'utf8').includes('waits')); rmSync(dest); };`;
    const flushed = await run(code("logger.info('waits'); logger.flush(done);"));
    expect(flushed).toMatchObject({ stdout: 'true\n', stderr: '' });
    const fatal = await run(code("logger.info('waits'); logger.fatal('ends'); done();"));
    expect(fatal).toMatchObject({ stdout: 'true\n', stderr: '' });
    expect(fatal.records.map(({ body }) => body)).toEqual(['waits', 'ends', 'true']);
  });

  test('a transport of its own prints each line, the records are taken once', async () => {
    const { records, stdout } = await run(`
      import pino from 'pino';
      const logger = pino({ transport: { targets: [{ target: 'pino/file', options: { destination: 1 } }] } });
      logger.info('a'); logger.child({ part: 'shelf' }).warn('b'); logger.fatal('c');`);
    expect(stdout.match(/"msg":"."/g)).toEqual(['"msg":"a"', '"msg":"b"', '"msg":"c"']);
    expect(records.map(({ body, severity }) => [body, severity])).toEqual([
      ['a', 9],
      ['b', 13],
      ['c', 21],
    ]);
  });

  test('what the agent does itself makes no records', async () => {
    const { records } = await run(
      `${silent('{}')} inExporter(() => logger.info('a')); logger.info('b');`,
    );
    expect(records.map(({ body }) => body)).toEqual(['b']);
  });
});
