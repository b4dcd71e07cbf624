// In a process of its own: what the agent leaves behind in Node's caches is what is tested.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startLoop, type TestLoop } from './testing.ts';

const run = promisify(execFile);
const AGENT = fileURLToPath(new URL('../register.ts', import.meta.url));
const APPLICATION = fileURLToPath(new URL('../../testing/undici.cjs', import.meta.url));

let loop: TestLoop;

beforeEach(async () => {
  loop = await startLoop();
});

afterEach(() => loop.close());

it.each(['--import', '--require'])(
  '%s: undici is not loaded, and an application that loads it has it whole',
  async (option) => {
    const { stdout } = await run(process.execPath, [option, AGENT, APPLICATION], {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        NUNCHI_AGENT_QUIET: '1',
        NUNCHI_OPAMP_ENDPOINT: loop.endpoint,
        NUNCHI_HEARTBEAT_SECONDS: '0.1',
        OTEL_LOGS_EXPORTER: 'none',
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_TRACES_EXPORTER: 'none',
      },
    });
    expect(JSON.parse(stdout)).toEqual({ before: [], answer: 'fine', same: true, whole: true });
    expect(loop.messages[0]?.agentDescription).toBeDefined();
    expect(loop.messages.at(-1)?.agentDisconnect).toBeDefined();
    // The agent's own calls meet no breaker.
    const told = loop.messages.flatMap(({ health }) =>
      Object.keys(health?.componentHealthMap ?? {}),
    );
    expect(told).not.toContain(`breaker/127.0.0.1:${loop.port}`);
  },
);
