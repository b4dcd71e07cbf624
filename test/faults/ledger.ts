import type { FaultRequest, Kind, Signal } from './requests.ts';

export interface Entry {
  readonly signal: Signal;
  readonly counts: Partial<Readonly<Record<Kind, number>>>;
  acknowledged: boolean;
}

/** What was sent and what was acknowledged: the account that the store is checked against. */
export class Ledger {
  readonly entries = new Map<number, Entry>();
  /** Answers that break the protocol's rules; each is a violation. */
  readonly wrongAnswers: string[] = [];
  acknowledgedRequests = 0;
  acknowledgedRecords = 0;
  /** Attempts that were answered with 503, … */
  unavailable = 0;
  /** … and those that saw no answer, of requests that were then repeated. */
  silent = 0;

  sent({ number, signal, counts }: FaultRequest): void {
    if (!this.entries.has(number)) {
      this.entries.set(number, { signal, counts, acknowledged: false });
    }
  }

  acknowledged({ number }: FaultRequest): void {
    const entry = this.entries.get(number);
    if (!entry || entry.acknowledged) return;
    entry.acknowledged = true;
    this.acknowledgedRequests += 1;
    this.acknowledgedRecords += recordsOf(entry);
  }
}

export function recordsOf({ counts }: Pick<Entry, 'counts'>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
