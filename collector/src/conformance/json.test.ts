import { describe, expect, it } from 'vitest';
import { post, span, spans, useCollectors } from '../testing/collector.ts';
import { cases } from './cases/json.ts';
import { useStored } from './testing/stored.ts';

describe('OTLP/JSON is taken with', () => {
  const check = useStored('traces', cases);
  it.each(cases)('$title', check);
});

describe('OTLP/JSON', () => {
  const test = useCollectors();

  it('needs the field names in lowerCamelCase', async () => {
    const collector = await test.start();
    const body = spans(span(1));
    const answer = await post(collector, 'traces', body.replace('traceId', 'trace_id'));
    expect(answer.json()).toEqual({
      partialSuccess: { rejectedSpans: '1', errorMessage: '1 × span without a valid trace id' },
    });
    const whole = await post(collector, 'traces', body.replace('scopeSpans', 'scope_spans'));
    expect(whole.json()).toEqual({});
    await test.stop(collector);
    expect(await test.storedSpans()).toBe(0);
  });
});
