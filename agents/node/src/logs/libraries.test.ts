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
