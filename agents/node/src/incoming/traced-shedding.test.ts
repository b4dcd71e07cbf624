// Under OpenTelemetry's instrumentation of http: a refused request is a server span that says so.
import { createRequire } from 'node:module';
import { context, trace } from '@opentelemetry/api';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { expect, test } from 'vitest';
import { rig } from './testing.ts';

test('the server span has the event and the status', async () => {
  const spans = new InMemorySpanExporter();
  const running = rig();
  new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }).register();
  const instrumentation = new HttpInstrumentation();
  createRequire(import.meta.url)('node:http');
  const url = await running.listen((_request, response) => void response.end());
  running.shedding.set({ share: 1 });

  expect((await fetch(url)).status).toBe(503);
  await expect.poll(() => spans.getFinishedSpans()).toHaveLength(1);
  const [span] = spans.getFinishedSpans();
  expect(span).toMatchObject({
    kind: 1,
    status: { code: 2 },
    attributes: { 'http.response.status_code': 503 },
    events: [{ name: 'shed', attributes: { 'nunchi.shed.reason': 'forced' } }],
  });

  instrumentation.disable();
  context.disable();
  trace.disable();
  await running.close();
});
