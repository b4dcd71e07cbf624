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

  /** One sentence for all; empty when nothing was rejected. */
  get message(): string {
    return [...this.#reasons].map(([reason, count]) => `${count} × ${reason}`).join('; ');
  }
}
