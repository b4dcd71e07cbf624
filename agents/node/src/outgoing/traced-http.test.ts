// Breakers under OpenTelemetry's instrumentation of http: a rejected call is a client span.
import { once } from 'node:events';
import type http from 'node:http';
import { createRequire } from 'node:module';
import { context, trace } from '@opentelemetry/api';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { expect, it } from 'vitest';
import { guardHttp } from './http.ts';
import { listen, testOutgoing } from './testing.ts';

it('open: the client span has the error and the event', async () => {
  const spans = new InMemorySpanExporter();
  new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }).register();
  const instrumentation = new HttpInstrumentation();
  const { get } = createRequire(import.meta.url)('node:http') as typeof http;
  const server = await listen((_request, response) => void response.end());
  const test = testOutgoing();
  const undo = guardHttp(test.guard, (error) => test.faults.push(error));
  test.forceOpen(server);

  const request = get(`${server.url}/pay`);
  await once(request, 'error');
  const [span] = spans.getFinishedSpans();
  expect(span).toMatchObject({ name: 'GET', kind: 2, status: { code: 2 } });
  expect(span?.attributes['server.address'] ?? span?.attributes['net.peer.name']).toBe('127.0.0.1');
  expect(span?.events.map(({ name }) => name)).toContain('circuit breaker open');

  undo();
  instrumentation.disable();
  context.disable();
  trace.disable();
  await server.close();
});
