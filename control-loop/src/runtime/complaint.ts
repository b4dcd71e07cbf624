import type { FastifyBaseLogger } from 'fastify';

/** Says what goes wrong again and again once, and that it is over. */
export class Complaint {
  readonly #logger: FastifyBaseLogger;
  readonly #text: string;
  #told = '';

  constructor(logger: FastifyBaseLogger, text: string) {
    this.#logger = logger;
    this.#text = text;
  }

  readonly about = (error: unknown): void => {
    const message = error instanceof Error ? error.message : String(error);
    if (message === this.#told) return;
    this.#told = message;
    this.#logger.warn({ err: error }, this.#text);
  };

  over(): void {
    if (this.#told === '') return;
    this.#told = '';
    this.#logger.info(`no longer: ${this.#text}`);
  }
}
