import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** Whoever is loaded second steps back, says so in one line, and nothing is instrumented twice. */

const SOURCES = import.meta.dirname;
const OURS = join(SOURCES, 'register.ts');
const THEIRS = '@opentelemetry/auto-instrumentations-node/register';
const APPLICATION = `
  const http = require('node:http');
  const { trace } = require('@opentelemetry/api');
  const server = http.createServer((request, response) => response.end(trace.getActiveSpan() ? 'traced' : 'not'));
  server.listen(0, '127.0.0.1', () => http.get(server.address(), (answer) => {
    answer.on('data', (chunk) => process.stdout.write(chunk + (answer.headers['x-correlation-id'] ? ' by ours' : '') + ' '));
    answer.on('end', () => { console.log(Boolean(http.request.__original), Boolean(http.request.__original?.__original)); process.exit(); });
  }));`;

/** Beside the sources, so that it finds the same packages. */
let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(realpathSync(join(SOURCES, '..')), '.copy-'));
  cpSync(SOURCES, join(copy, 'src'), {
    recursive: true,
    filter: (path) => !path.endsWith('.test.ts'),
  });
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

async function run(option: string, agents: readonly string[], env: Record<string, string> = {}) {
  const how = agents.flatMap((agent) => [option, agent]);
  const args = [...how, '--input-type=commonjs', '-e', APPLICATION];
  return promisify(execFile)(process.execPath, args, {
    cwd: SOURCES,
    env: {
      PATH: process.env['PATH'],
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_NODE_RESOURCE_DETECTORS: 'env',
      NUNCHI_OPAMP: 'off',
      NUNCHI_CHASSIS: 'off',
      NUNCHI_AGENT_QUIET: '1',
      ...env,
    },
  });
}

describe.each(['--import', '--require'])('%s', (option) => {
  test('one alone, and the same one twice', async () => {
    const once = { stdout: 'traced by ours true false\n', stderr: '' };
    expect(await run(option, [OURS])).toEqual(once);
    expect(await run(option, [OURS, OURS])).toEqual(once);
  });

  test('two copies → the second says which is loaded', async () => {
    const { stdout, stderr } = await run(option, [OURS, join(copy, 'src/register.ts')]);
    expect(stdout).toBe('traced by ours true false\n');
    expect(stderr).toMatch(
      /^nunchi agent: this copy \(.*\.copy-.*\) steps back: another was loaded first \(.*\)\n$/,
    );
  });

  test('this one, then that of OpenTelemetry', async () => {
    const { stdout, stderr } = await run(option, [OURS, THEIRS]);
    expect(stdout).toBe('traced by ours true false\n');
    expect(stderr).toBe(
      'nunchi agent: @opentelemetry/auto-instrumentations-node steps back: this agent was loaded first\n',
    );
  });

  test('that of OpenTelemetry, then this one', async () => {
    const { stdout, stderr } = await run(option, [THEIRS, OURS]);
    expect(stdout).toBe('traced true false\n');
    expect(stderr).toBe(
      'nunchi agent: it steps back: another OpenTelemetry SDK was loaded first\n',
    );
  });
});

test('OTEL_SDK_DISABLED → nothing is said', async () => {
  const env = { OTEL_SDK_DISABLED: 'true' };
  const { stdout, stderr } = await run('--import', [OURS, join(copy, 'src/register.ts')], env);
  expect([stdout, stderr]).toEqual(['not false false\n', '']);
});
