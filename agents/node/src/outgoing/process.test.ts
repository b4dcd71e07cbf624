// Breakers and limits in services of their own under the whole agent, whichever way their modules are written.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listen, type TestServer } from '../breakers/testing.ts';

const AGENT = fileURLToPath(new URL('../register.ts', import.meta.url));
const API = new URL('../api.ts', import.meta.url).href;
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

const LIMITED = `
  const call = (how) => how().then(
    (answer) => answer.status ?? answer.statusCode,
    (error) => error.code ?? error.cause?.code);
  const get = () => new Promise((resolve, reject) =>
    http.get(process.env.PEER, resolve).on('error', reject));
  const calls = [() => fetch(process.env.PEER), () => undici.request(process.env.PEER), get];
  (async () => {
    const { fallback } = await import(process.env.API);
    const before = await Promise.all(calls.map(call));
    fallback('127.0.0.1', ({ reason }) => ({ status: reason === 'timeout' ? 203 : 500 }));
    console.log([...before, ...(await Promise.all(calls.map(call)))].join());
    process.exit();
  })();`;
const LIMITED_SERVICES = SERVICES.map(
  ([type, code]) => [type, code.replace(CALLS, LIMITED)] as const,
);

async function run(type: string, code: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', AGENT, `--input-type=${type}`, '-e', code],
    {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: {
        ...process.env,
        API,
        NUNCHI_OPAMP: 'off',
        OTEL_TRACES_EXPORTER: 'none',
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
        ...env,
      },
    },
  );
  return stdout;
}

it.each(SERVICES)('%s: failures of fetch open the breaker for all clients', async (type, code) => {
  expect(await run(type, code, { PEER: peer.url })).toBe('ECIRCUITOPEN,ECIRCUITOPEN\n');
});

it.each(LIMITED_SERVICES)('%s: time limit and fallback for all clients', async (type, code) => {
  const silent = await listen(() => {});
  const env = { PEER: silent.url, NUNCHI_TIMEOUT_MS: '200' };
  expect(await run(type, code, env)).toBe('ECALLTIMEOUT,ECALLTIMEOUT,ECALLTIMEOUT,203,203,203\n');
  await silent.close();
});

it('the whole chassis is switched off: calls are left alone', async () => {
  const slow = await listen((_request, response) => {
    setTimeout(() => response.writeHead(200).end(), 400);
  });
  const [type, code] = LIMITED_SERVICES[0] ?? ['', ''];
  const env = { PEER: slow.url, NUNCHI_TIMEOUT_MS: '100', NUNCHI_CHASSIS: 'off' };
  expect(await run(type, code, env)).toBe('200,200,200,200,200,200\n');
  await slow.close();
});
