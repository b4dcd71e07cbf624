import { describe, it } from 'vitest';
import { cases } from './cases/logs.ts';
import { useStored } from './testing/stored.ts';

describe('a log record is stored with', () => {
  const check = useStored('logs', cases);
  it.each(cases)('$title', check);
});
