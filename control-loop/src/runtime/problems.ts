/** In words: what the loop cannot do at the moment, by who found out. */
export class Problems {
  readonly #bySource = new Map<string, readonly string[]>();

  /** Everything that is wrong by this source, now. */
  set(source: string, problems: readonly string[]): void {
    this.#bySource.set(source, problems);
  }

  of(source: string): readonly string[] {
    return this.#bySource.get(source) ?? [];
  }

  /** The first `most` of all, and how many more there are. */
  list(most = 50): string[] {
    const all = [...this.#bySource.values()].flat();
    if (all.length <= most) return all;
    return [...all.slice(0, most), `and ${all.length - most} more problems`];
  }
}
