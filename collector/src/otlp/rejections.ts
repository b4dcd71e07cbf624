/** Most different reasons that an answer tells; the rest is counted alone. */
const MAX_REASONS = 5;

/** Records of a request that were not taken, by reason: what `partial_success` says. */
export class Rejections {
  count = 0;
  readonly #reasons = new Map<string, number>();

  add(reason: string, records = 1): void {
    this.count += records;
    if (this.#reasons.size < MAX_REASONS || this.#reasons.has(reason)) {
      this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + records);
    }
  }

  /** How many records for each reason, the rest as `other`. */
  get byReason(): ReadonlyMap<string, number> {
    const told = [...this.#reasons.values()].reduce((sum, count) => sum + count, 0);
    return told === this.count
      ? this.#reasons
      : new Map([...this.#reasons, ['other', this.count - told]]);
  }

  /** One sentence for all; empty when nothing was rejected. */
  get message(): string {
    return [...this.#reasons].map(([reason, count]) => `${count} × ${reason}`).join('; ');
  }
}
