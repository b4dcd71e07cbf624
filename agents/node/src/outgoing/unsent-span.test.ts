import { trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterEach, expect, test, vi } from 'vitest';
import { UnsentSpan } from './unsent-span.ts';
import { TracerProvider } from '@opentelemetry/sdk-trace';

afterEach(() => {
  trace.disable();
  vi.restoreAllMocks();
});

test('a clock with fractions → the span does not start after its end', () => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  trace.setGlobalTracerProvider(provider);
  vi.spyOn(Date, 'now').mockReturnValue(1_795_294_293_640);
  const call = { method: 'GET', path: '/', origin: 'http://shop', startedAt: 1_795_294_293_640.41 };
  new UnsentSpan(call).answer(200);
  expect(exporter.getFinishedSpans()[0]?.startTime).toEqual([1_795_294_293, 640_000_000]);
});
