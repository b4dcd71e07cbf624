import { useState } from 'react';

interface Asked {
  readonly error: Error | null;
  readonly isSuccess: boolean;
}

/**
 * Why a question has no answer, also while it is asked again: without this, a page that asks every
 * few seconds would show its failure and its skeleton in turns. `of` is what the question is about.
 */
export function useStandingError({ error, isSuccess }: Asked, of: string | undefined) {
  const [last, setLast] = useState<{ of: string | undefined; error: Error }>();
  if (error && (last?.error !== error || last.of !== of)) setLast({ of, error });
  if (error) return error;
  return !isSuccess && last && last.of === of ? last.error : undefined;
}
