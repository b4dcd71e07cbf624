import { randomUUID } from 'node:crypto';
import { type Latency, takeTime } from '../common/latency.ts';

export type Verdict =
  | { readonly kind: 'taken'; readonly paymentId: string }
  | { readonly kind: 'declined'; readonly reason: string };

/** How long the bank takes. */
const LATENCY: Latency = { medianMs: 22, sigma: 0.45, mostMs: 250 };
/** What it takes in one go. */
const LIMIT_CENTS = 100_000;

/** Cards that it knows and takes nothing from. */
const REFUSED: Readonly<Record<string, string>> = {
  'visa-expired': 'expired_card',
  'visa-empty': 'insufficient_funds',
  'visa-stolen': 'stolen_card',
};

export async function charge(card: string, amountCents: number): Promise<Verdict> {
  await takeTime(LATENCY);
  const reason = REFUSED[card] ?? (amountCents > LIMIT_CENTS ? 'limit_exceeded' : undefined);
  return reason ? { kind: 'declined', reason } : { kind: 'taken', paymentId: randomUUID() };
}
