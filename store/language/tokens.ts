import type { Comparison, Parts, Place } from './ast.ts';
import { QuerySyntaxError } from './problem.ts';

/** A word or a phrase as it was written. */
export interface Word {
  readonly parts: Parts;
  readonly quoted: boolean;
  readonly place: Place;
}

const SPACE = /\s/;
const ENDS_A_WORD = /[\s()"]/;

/** Reads a query's text from left to right; knows no grammar. */
export class Tokens {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get offset(): number {
    return this.#at;
  }

  get done(): boolean {
    return this.#at >= this.#text.length;
  }

  /** Whether the keyword is next, as a word of its own. */
  isKeyword(keyword: string): boolean {
    if (!this.#text.startsWith(keyword, this.#at)) return false;
    const next = this.#text.charAt(this.#at + keyword.length);
    return next === '' || ENDS_A_WORD.test(next);
  }

  /** The next character; empty at the end. */
  peek(): string {
    return this.#text.charAt(this.#at);
  }

  skipSpace(): void {
    while (SPACE.test(this.peek())) this.#at += 1;
  }

  /** Whether the character was next; it is read if so. */
  take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.#at += 1;
    return true;
  }

  /** Whether the keyword was next; it is read if so. */
  takeKeyword(keyword: string): boolean {
    if (!this.isKeyword(keyword)) return false;
    this.#at += keyword.length;
    return true;
  }

  takeComparison(): Comparison | undefined {
    for (const op of ['>=', '<=', '>', '<'] as const) {
      if (!this.#text.startsWith(op, this.#at)) continue;
      this.#at += op.length;
      return op;
    }
    return undefined;
  }

  /** A word up to a blank, a parenthesis, a quote or one of `stops`; or a phrase in quotes. */
  word(stops = ''): Word {
    return this.peek() === '"' ? this.#phrase() : this.#bare(stops);
  }

  placeFrom(offset: number): Place {
    return { offset, length: this.#at - offset };
  }

  #bare(stops: string): Word {
    const start = this.#at;
    const parts = [''];
    while (!this.done) {
      const next = this.peek();
      if (ENDS_A_WORD.test(next) || stops.includes(next)) break;
      this.#at += 1;
      if (next === '*') {
        // One star after the other says nothing more.
        if (parts.length === 1 || parts.at(-1) !== '') parts.push('');
      } else {
        parts.push(`${parts.pop()}${next === '\\' ? this.#escaped() : next}`);
      }
    }
    return { parts, quoted: false, place: this.placeFrom(start) };
  }

  #phrase(): Word {
    const start = this.#at;
    this.#at += 1;
    let text = '';
    while (!this.done) {
      const next = this.peek();
      this.#at += 1;
      if (next === '"') return { parts: [text], quoted: true, place: this.placeFrom(start) };
      text += next === '\\' ? this.#escaped() : next;
    }
    throw new QuerySyntaxError('this quote is not closed', this.placeFrom(start), ['"']);
  }

  /** What follows a backslash stands for itself. */
  #escaped(): string {
    if (this.done) {
      throw new QuerySyntaxError('nothing follows this backslash', {
        offset: this.#at - 1,
        length: 1,
      });
    }
    const character = this.peek();
    this.#at += 1;
    return character;
  }
}
