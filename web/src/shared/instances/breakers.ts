import type { Instance } from './registry.ts';

export type Breaker = Instance['breakers'][number];

export interface BreakerSummary {
  readonly words: string;
  /** Whether calls are being held back. */
  readonly alarming: boolean;
}

/** The breakers of an instance in a few words: `1 open, 1 half-open of 4`. */
export function summarizeBreakers(breakers: readonly Breaker[]): BreakerSummary | undefined {
  if (breakers.length === 0) return undefined;
  const count = (state: Breaker['state']): number =>
    breakers.filter((each) => each.state === state).length;
  const open = count('open');
  const probing = count('half-open');
  if (open + probing === 0) return { words: `${breakers.length} closed`, alarming: false };
  const parts = [open > 0 && `${open} open`, probing > 0 && `${probing} half-open`].filter(Boolean);
  return { words: `${parts.join(', ')} of ${breakers.length}`, alarming: true };
}
