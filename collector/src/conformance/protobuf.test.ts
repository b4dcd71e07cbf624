import { describe, it } from 'vitest';
import { spans, metrics } from './cases/protobuf.ts';
import { useStored } from './testing/stored.ts';

describe('a span in protobuf is taken with', () => {
  const check = useStored('traces', spans);
  it.each(spans)('$title', check);
});

describe('a histogram in protobuf is taken with', () => {
  const check = useStored('metrics', metrics);
  it.each(metrics)('$title', check);
});
