import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, killHosts, startHost, telemetryTo } from './agent-host.ts';
import { ask } from './api.ts';
import { removeDirectory, type Stack, startStack, stopAll } from './stack.ts';
import { untilDrained } from './stored.ts';

/**
 * Each logger, as ES module and as CommonJS, under the agent: what it says outside of a request
 * and in one, as the query API tells it and as it is printed.
 */

const APPS = [
  ...['pino', 'winston', 'bunyan', 'console'].flatMap((logger) => [
    [logger, `${logger}.mjs`],
    [logger, `${logger}.cjs`],
  ]),
  ['winston', 'winston-to-console.mjs'],
].map(([logger, app]) => ({ logger, app: `loggers/${app}`, service: `${app}`.replace('.', '-') }));

interface Log {
  readonly severityNumber: number;
  readonly body: string;
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly correlationId: string | null;
  readonly attributes: Record<string, unknown>;
}

let stack: Stack;
const ended = new Map<string, Ended>();

beforeAll(async () => {
  stack = await startStack();
  await Promise.all(
    APPS.map(async ({ app, service }) => {
      const host = startHost(app, telemetryTo(stack, service));
      const headers = { 'x-correlation-id': `id-${service}` };
      await (await fetch(await host.address(), { headers })).text();
      // What waits is sent before it ends.
      host.kill('SIGTERM');
      ended.set(service, await host.ended);
    }),
  );
  await untilDrained(stack.collectorUrl);
}, 120_000);
afterAll(async () => {
  await killHosts();
  await stopAll();
  if (stack) removeDirectory(stack.dataDir);
});

describe.each(APPS)('$service', ({ logger, service }) => {
  let logs: Log[];
  let request: { traceId: string; spanId: string };
  beforeAll(async () => {
    const found = await ask<{ logs: Log[] }>(stack.queryUrl, `/logs?service=${service}`);
    logs = found.logs;
    const id = `id-${service}`;
    type Found = { traces: [{ traceId: string }] };
    const { traces } = await ask<Found>(stack.queryUrl, `/correlations/${id}`);
    const { traceId } = traces[0];
    type Spans = { spans: [{ spanId: string }] };
    const { spans } = await ask<Spans>(stack.queryUrl, `/traces/${traceId}`);
    request = { traceId, spanId: spans[0].spanId };
  });
  const saying = (text: string) => logs.filter(({ body }) => body.includes(text));
  const exception = (message: string) => ({
    'exception.type': 'RangeError',
    'exception.message': message,
    'exception.stacktrace': expect.stringMatching(
      new RegExp(`^RangeError: ${message}\\n.*serve\\.cjs`, 's'),
    ),
  });

  test('each record arrives once', () => {
    expect(logs.map(({ severityNumber }) => severityNumber).toSorted()).toEqual([13, 17, 17, 9]);
    const [outside, inside] = [saying('outside of any request'), saying('inside of a request')];
    expect([outside, inside].map((found) => found.length)).toEqual([1, 1]);
    expect(outside[0]).toMatchObject({ severityNumber: 13, traceId: null, spanId: null });
    expect(inside[0]).toMatchObject({ severityNumber: 9, body: 'inside of a request' });
  });

  test('in a request it lies on its span and has its correlation id', () => {
    const within = logs.filter(({ body }) => !body.includes('outside'));
    expect(within).toHaveLength(3);
    for (const log of within) {
      expect(log).toMatchObject({ ...request, correlationId: `id-${service}` });
      // They are fields of the record, and not told a second time.
      const keys = ['trace_id', 'span_id', 'trace_flags', 'correlation_id'];
      expect(keys.filter((key) => key in log.attributes)).toEqual([]);
    }
  });

  test('errors have type, message and stack, with a message or alone', () => {
    const [withMessage] = saying('no stock');
    expect(withMessage).toMatchObject({
      severityNumber: 17,
      attributes: exception('the shelf is empty'),
    });
    const [alone] = saying('the shelf is gone');
    expect(alone).toMatchObject({ severityNumber: 17, attributes: exception('the shelf is gone') });
  });

  test('what it prints is as readable as before, and has the same ids', () => {
    const { stdout, stderr } = ended.get(service) as Ended;
    const printed = stdout.split('\n').filter((line) => line.includes('inside of a request'));
    if (logger === 'console') {
      expect(printed).toEqual(['inside of a request']);
      expect(stderr).toMatch(/^outside of any request$/m);
      expect(stderr).toMatch(/^no stock RangeError: the shelf is empty\n +at /m);
      return;
    }
    expect(printed).toHaveLength(1);
    expect(JSON.parse(printed[0] as string)).toMatchObject({
      trace_id: request.traceId,
      span_id: request.spanId,
      correlation_id: `id-${service}`,
    });
  });
});
