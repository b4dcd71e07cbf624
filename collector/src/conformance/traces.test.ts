import { describe, it } from 'vitest';
import { cases } from './cases/traces.ts';
import { useStored } from './testing/stored.ts';

describe('a span is stored with', () => {
  const check = useStored('traces', cases);
  it.each(cases)('$title', check);
});
