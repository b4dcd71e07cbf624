// Breakers in services of their own under the whole agent, whichever way their modules are written.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen, type TestServer } from '../breakers/testing.ts';

const AGENT = fileURLToPath(new URL('../register.ts', import.meta.url));
const CALLS = `
  const call = (how) => how().then(() => 'answered', (error) => error.code ?? error.cause?.code);
  const get = () => new Promise((resolve, reject) =>
    http.get(process.env.PEER, resolve).on('error', reject));
  (async () => {
    for (let count = 0; count < 20; count += 1) await call(() => fetch(process.env.PEER));
    const said = [await call(() => undici.request(process.env.PEER)), await call(get)];
    console.log(said.join());
    process.exit();
  })();`;
const SERVICES = [
  ['module', `import http from 'node:http'; import * as undici from 'undici'; ${CALLS}`],
  ['commonjs', `const http = require('node:http'); const undici = require('undici'); ${CALLS}`],
] as const;

let peer: TestServer;

beforeAll(async () => {
  peer = await listen((_request, response) => void response.writeHead(500).end());
});

afterAll(() => peer.close());

describe.each(SERVICES)('%s', (type, code) => {
  it('failures of fetch open the breaker for fetch, undici and http', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', AGENT, `--input-type=${type}`, '-e', code],
      {
        cwd: fileURLToPath(new URL('../..', import.meta.url)),
        env: {
          ...process.env,
          PEER: peer.url,
          NUNCHI_OPAMP: 'off',
          OTEL_TRACES_EXPORTER: 'none',
          OTEL_METRICS_EXPORTER: 'none',
          OTEL_LOGS_EXPORTER: 'none',
        },
      },
    );
    expect(stdout).toBe('ECIRCUITOPEN,ECIRCUITOPEN\n');
  });
});
