import { describe, it } from 'vitest';
import { cases } from './cases/metrics.ts';
import { useStored } from './testing/stored.ts';

describe('a metric is stored with', () => {
  const check = useStored('metrics', cases);
  it.each(cases)('$title', check);
});
