import http from 'node:http';
import https from 'node:https';
import { metrics } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { readEnvironment } from '../environment.ts';
import { startIncoming } from './start.ts';

const say = () => undefined;
const logger = { error: say, warn: say, info: say, debug: say };

function started(variables: NodeJS.ProcessEnv) {
  const problems: string[] = [];
  const env = readEnvironment(variables, (problem) => problems.push(problem));
  return { ...startIncoming({ env, meter: metrics.getMeter('test'), logger }), problems };
}

const prototypes = [http.Server.prototype, https.Server.prototype];
const patched = () => prototypes.map((each) => Object.hasOwn(each, 'emit'));

test('on by default; undone without a trace', () => {
  const { shedding, drain, undo } = started({});
  expect([shedding, drain]).not.toContain(undefined);
  expect(patched()).toEqual([true, true]);
  undo();
  expect(patched()).toEqual([false, false]);
});

test('somebody has patched on top → stays out of the way when undone', () => {
  const { servers, undo } = started({});
  const ours = http.Server.prototype.emit;
  Object.assign(http.Server.prototype, {
    emit(this: http.Server, ...parts: unknown[]) {
      return Reflect.apply(ours, this, parts) as boolean;
    },
  });
  undo();
  http.createServer().emit('listening');
  expect(servers.everListened).toBe(false);
  Reflect.deleteProperty(http.Server.prototype, 'emit');
});

test.each([
  [{ NUNCHI_SHED: 'off' }, [false, true]],
  [{ NUNCHI_GRACEFUL: 'off' }, [true, false]],
  [{ NUNCHI_CHASSIS: 'off' }, [false, false]],
])('%o', (variables, expected) => {
  const { shedding, drain, undo } = started(variables);
  expect([shedding !== undefined, drain !== undefined]).toEqual(expected);
  undo();
});

test('the whole chassis off → nothing is touched', () => {
  started({ NUNCHI_CHASSIS: 'off' });
  expect(patched()).toEqual([false, false]);
});

test('wrong values → one warning each', () => {
  const { problems, undo } = started({
    NUNCHI_SHED_DELAY_MS: '1',
    NUNCHI_SHED_QUEUE: '-1',
    NUNCHI_SHED_QUEUE_MS: 'soon',
    NUNCHI_DRAIN_MS: '1e9',
  });
  undo();
  expect(problems).toEqual([
    'NUNCHI_SHED_DELAY_MS is "1", not a number from 10 to 60000; 1000 is used',
    'NUNCHI_SHED_QUEUE is "-1", not a whole number from 0 to 10000; 0 is used',
    'NUNCHI_SHED_QUEUE_MS is "soon", not a number from 1 to 60000; 1000 is used',
    'NUNCHI_DRAIN_MS is "1e9", not a number from 0 to 600000; 5000 is used',
  ]);
});
