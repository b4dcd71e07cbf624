import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Every variable that the agent reads, given a wrong value: one warning, the default, it runs. */

const WRONG = `wrong\n\u001b[31m${'x'.repeat(300)}`;
const SHOWN = String.raw`"wrong\n\u001b[31mx`;

/** What the README says of each variable of ours: its name and its default. */
const documented = new Map(
  readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `NUNCHI_'))
    .flatMap((row) => {
      const [, variables = '', defaults = ''] = row.split('|').map((cell) => cell.trim());
      const values = defaults.split(',').map((value) => value.replaceAll(/[`\s]/g, ''));
      return namesIn(variables).map((name, at) => [name, values[at] ?? ''] as const);
    }),
);

function namesIn(text: string): string[] {
  return [...text.matchAll(/NUNCHI_[A-Z_]+/g)].map(([name]) => name);
}

const defaultOf = (name: string) => `; ${documented.get(name)} is used`;

/** What is used instead, as the warning says it. */
const USED: Readonly<Record<string, string>> = {
  NUNCHI_AGENT_QUEUE_MB: defaultOf('NUNCHI_AGENT_QUEUE_MB'),
  NUNCHI_AGENT_QUIET: 'off is used',
  NUNCHI_BREAKERS: 'on is used',
  NUNCHI_BULKHEAD: defaultOf('NUNCHI_BULKHEAD'),
  NUNCHI_BULKHEAD_QUEUE: defaultOf('NUNCHI_BULKHEAD_QUEUE'),
  NUNCHI_CHASSIS: 'on is used',
  NUNCHI_DRAIN_MS: defaultOf('NUNCHI_DRAIN_MS'),
  NUNCHI_GRACEFUL: 'on is used',
  NUNCHI_HEALTH_PORT: defaultOf('NUNCHI_HEALTH_PORT'),
  NUNCHI_HEARTBEAT_SECONDS: defaultOf('NUNCHI_HEARTBEAT_SECONDS'),
  NUNCHI_METRICS: 'off is used',
  NUNCHI_OPAMP: 'on is used',
  NUNCHI_OPAMP_ENDPOINT: defaultOf('NUNCHI_OPAMP_ENDPOINT'),
  NUNCHI_REMOTE_ALLOW: 'is left out',
  NUNCHI_SHED: 'on is used',
  NUNCHI_SHED_DELAY_MS: defaultOf('NUNCHI_SHED_DELAY_MS'),
  NUNCHI_SHED_QUEUE: defaultOf('NUNCHI_SHED_QUEUE'),
  NUNCHI_SHED_QUEUE_MS: defaultOf('NUNCHI_SHED_QUEUE_MS'),
  NUNCHI_TIMEOUT_MS: defaultOf('NUNCHI_TIMEOUT_MS'),
  OTEL_ATTRIBUTE_COUNT_LIMIT: 'no limit is used',
  OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: 'no limit is used',
  OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '512 is used',
  OTEL_BLRP_MAX_QUEUE_SIZE: '2048 is used',
  OTEL_BLRP_SCHEDULE_DELAY: '1000 is used',
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '512 is used',
  OTEL_BSP_MAX_QUEUE_SIZE: '2048 is used',
  OTEL_BSP_SCHEDULE_DELAY: '1000 is used',
  OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: 'no limit is used',
  ...Object.fromEntries(
    ['', 'TRACES_', 'LOGS_', 'METRICS_'].flatMap((signal) => {
      const path = signal === '' ? '' : `/v1/${signal.slice(0, -1).toLowerCase()}`;
      return [
        [`OTEL_EXPORTER_OTLP_${signal}CERTIFICATE`, 'none is used'],
        [`OTEL_EXPORTER_OTLP_${signal}CLIENT_CERTIFICATE`, 'none is used'],
        [`OTEL_EXPORTER_OTLP_${signal}CLIENT_KEY`, 'none is used'],
        [`OTEL_EXPORTER_OTLP_${signal}COMPRESSION`, 'none is used'],
        [`OTEL_EXPORTER_OTLP_${signal}ENDPOINT`, `http://127.0.0.1:4318${path} is used`],
        [`OTEL_EXPORTER_OTLP_${signal}HEADERS`, 'the wrong ones are left out'],
        [`OTEL_EXPORTER_OTLP_${signal}PROTOCOL`, 'http/protobuf is used'],
        [`OTEL_EXPORTER_OTLP_${signal}TIMEOUT`, '10000 is used'],
      ];
    }),
  ),
  OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'cumulative is used',
  OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: 'no limit is used',
  OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT: 'no limit is used',
  OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT: 'no limit is used',
  OTEL_LOGS_EXPORTER: 'otlp is used',
  OTEL_LOG_LEVEL: 'warn is used',
  OTEL_METRICS_EXPORTER: 'otlp is used',
  OTEL_METRIC_EXPORT_INTERVAL: '10000 is used',
  OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'none is switched off',
  OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'all are used',
  OTEL_NODE_RESOURCE_DETECTORS: 'all are used',
  OTEL_RESOURCE_ATTRIBUTES: 'all of it is left out',
  OTEL_SDK_DISABLED: 'false is used',
  OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: 'no limit is used',
  OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: 'no limit is used',
  OTEL_SPAN_EVENT_COUNT_LIMIT: 'no limit is used',
  OTEL_SPAN_LINK_COUNT_LIMIT: 'no limit is used',
  OTEL_TRACES_EXPORTER: 'otlp is used',
  OTEL_TRACES_SAMPLER: 'parentbased_always_on is used',
  OTEL_TRACES_SAMPLER_ARG: '1 is used',
};
/** Any text will do. */
const FREE = ['OTEL_SERVICE_NAME', 'NUNCHI_HEALTH_HOST', 'NUNCHI_TIMEOUT_EXCEPT'];

const names = Object.keys(USED);
const FILES = ['CERTIFICATE', 'CLIENT_CERTIFICATE', 'CLIENT_KEY'];

/** What an application under the agent had to say at its start, line by line. */
async function complaints(variables: Record<string, string>): Promise<string[]> {
  const agent = join(import.meta.dirname, 'register.ts');
  const code = `console.log('runs'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--import', agent, '--input-type=module', '-e', code], {
    env: { PATH: process.env['PATH'], ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const said = new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`it ended: ${stderr}`)));
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      if (/sends to .*; instruments .*\n/.test(stderr)) resolve();
    });
  });
  try {
    await said;
  } finally {
    child.removeAllListeners('exit');
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  expect(stdout).toBe('runs\n');
  return stderr.split('\n').filter((line) => names.some((name) => line.includes(`: ${name} is `)));
}
const wrong = (those: readonly string[]) => Object.fromEntries(those.map((name) => [name, WRONG]));
/** Files: the signal's own variable hides the common one. Sampler: only with its argument. */
const isLater = (name: string) =>
  name === 'OTEL_TRACES_SAMPLER_ARG' || FILES.some((file) => name === `OTEL_EXPORTER_OTLP_${file}`);
const first = names.filter((name) => !isLater(name));
const second = names.filter(isLater);

test.each([
  ['all at once', first, wrong(first)],
  ['the rest', second, { ...wrong(second), OTEL_TRACES_SAMPLER: 'traceidratio' }],
])('%s: one warning each, with what was given and what is used', async (_, those, variables) => {
  const lines = await complaints(variables);
  for (const name of those) {
    const found = lines.filter((line) => line.includes(`: ${name} is `));
    expect(found, name).toHaveLength(1);
    const [line = ''] = found;
    expect(line, name).toContain(name.endsWith('_HEADERS') ? 'not shown' : SHOWN);
    expect(line.endsWith(USED[name] ?? '?'), `${line} / ${USED[name]}`).toBe(true);
    expect(line.length, name).toBeLessThan(500);
    expect(line).not.toContain('\u001b');
  }
  expect(lines).toHaveLength(those.length);
});

test('the table has every variable that the sources name', () => {
  const sources = globSync('**/*.ts', { cwd: import.meta.dirname })
    .filter((file) => !/test|bench/.test(file))
    .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
    .join('\n');
  const code = sources.replaceAll(/\/\*[^]*?\*\/|\/\/.*$/gm, '');
  const named = [...code.matchAll(/['"`]((?:OTEL|NUNCHI)_[A-Z_]+)(?=['"`$])/g)].map(
    ([, name]) => name,
  );
  const known = [...names, ...FREE];
  const missing = named.filter((name = '') => !known.some((each) => each.startsWith(name)));
  expect(missing).toEqual([]);
  expect(named.length).toBeGreaterThan(30);
});

test('the README has every variable of ours, and none besides', () => {
  const ours = [...names, ...FREE].filter((name) => name.startsWith('NUNCHI_'));
  expect([...documented.keys()].sort()).toEqual(ours.sort());
});
