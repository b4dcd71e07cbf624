// The snippet is run by a real shell, with a stand-in for curl that prints what it was given.
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { agentSnippet, serverUrl, curlSnippet, environmentSnippet, safeUrl } from './snippets.ts';

it('sends well-formed OTLP with fresh ids and the present time', () => {
  const script = `curl() { printf '%s\\n' "$2" >/dev/null; cat; printf '\\n--\\n'; }\n${curlSnippet('http://localhost:4318')}`;
  const [traces, logs] = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })
    .split('--')
    .slice(0, 2)
    .map((body) => JSON.parse(body));
  const span = traces.resourceSpans[0].scopeSpans[0].spans[0];
  const log = logs.resourceLogs[0].scopeLogs[0].logRecords[0];
  expect(span.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(span.spanId).toMatch(/^[0-9a-f]{16}$/);
  expect(log).toMatchObject({ traceId: span.traceId, spanId: span.spanId });
  expect(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)).toBe(250_000_000n);
  expect(Math.abs(Number(BigInt(span.startTimeUnixNano) / 1_000_000n) - Date.now())).toBeLessThan(
    10_000,
  );
});

it('points at the host that served the page', () => {
  expect(serverUrl('[::1]', 4318)).toBe('http://[::1]:4318');
  expect(environmentSnippet(serverUrl('nunchi.lan', 4318))).toContain(
    'OTEL_EXPORTER_OTLP_ENDPOINT=http://nunchi.lan:4318\n',
  );
});

it('starts a service under the agent with both addresses', () => {
  expect(agentSnippet('http://a:4318', 'http://a:4320')).toContain(
    'NUNCHI_OPAMP_ENDPOINT=http://a:4320/v1/opamp\n\nnode --import @nunchi/agent',
  );
});

it('takes addresses that a shell leaves alone, and no others', () => {
  expect(safeUrl(' https://otel.example:443/in/ ')).toBe('https://otel.example:443/in');
  expect(safeUrl('http://[::1]:4318')).toBe('http://[::1]:4318');
  expect(safeUrl('http://a;reboot')).toBeUndefined();
  expect(safeUrl('http://$(id)')).toBeUndefined();
  expect(safeUrl('ftp://a')).toBeUndefined();
});
