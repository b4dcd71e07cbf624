import type { FastifyBaseLogger } from 'fastify';

/** What fails again and again is said once, and once more when it works again. */
export class Trouble {
  readonly #logger: Pick<FastifyBaseLogger, 'warn' | 'info'>;
  readonly #what: string;
  #failures = 0;

  /** `what` cannot be done, as a sentence: `actions cannot be decided`. */
  constructor(logger: Pick<FastifyBaseLogger, 'warn' | 'info'>, what: string) {
    this.#logger = logger;
    this.#what = what;
  }

  readonly failed = (error: unknown): void => {
    this.#failures += 1;
    if (this.#failures === 1) this.#logger.warn({ err: error }, this.#what);
  };

  readonly passed = (): void => {
    if (this.#failures === 0) return;
    this.#logger.info({ failures: this.#failures }, `over: ${this.#what}`);
    this.#failures = 0;
  };
}
