import { readFileSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that is wrong with the environment, told at once: one line a problem. */
export class SettingsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('; '));
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

/** A value that prints as `<redacted>`, whatever serialises it. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '<redacted>';
  }

  toJSON(): string {
    return '<redacted>';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '<redacted>';
  }
}

/**
 * Reads settings from the environment and collects what is wrong with them; `finish` either
 * freezes the whole or throws one {@link SettingsError} that lists every problem.
 * `NAME_FILE` names a file that holds the value of `NAME`, for secrets.
 */
export class SettingsReader {
  readonly problems: string[] = [];
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
  }

  string(name: string, fallback: string): string {
    return this.optional(name) ?? fallback;
  }

  optional(name: string): string | undefined {
    const value = this.#env[name];
    if (value !== undefined && value !== '') return value;
    const file = this.#env[`${name}_FILE`];
    if (file === undefined || file === '') return undefined;
    try {
      return readFileSync(file, 'utf8').trim();
    } catch (error) {
      this.problems.push(`${name}_FILE=${file} cannot be read: ${(error as Error).message}`);
      return undefined;
    }
  }

  secret(name: string): Secret | undefined {
    const value = this.optional(name);
    return value === undefined ? undefined : new Secret(value);
  }

  integer(name: string, fallback: number, range: { min: number; max: number }): number {
    const text = this.optional(name);
    if (text === undefined) return fallback;
    const value = Number(text);
    if (Number.isInteger(value) && value >= range.min && value <= range.max) return value;
    this.problems.push(
      `${name}=${text} is not a whole number between ${range.min} and ${range.max}`,
    );
    return fallback;
  }

  port(name: string, fallback: number): number {
    return this.integer(name, fallback, { min: 1, max: 65_535 });
  }

  oneOf<const T extends string>(name: string, fallback: T, choices: readonly T[]): T {
    const text = this.optional(name);
    if (text === undefined) return fallback;
    if ((choices as readonly string[]).includes(text)) return text as T;
    this.problems.push(`${name}=${text} is none of ${choices.join(', ')}`);
    return fallback;
  }

  httpUrl(name: string): URL | undefined {
    const text = this.optional(name);
    if (text === undefined) return undefined;
    const url = URL.parse(text);
    if (url && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
    this.problems.push(`${name}=${text} is not an http:// or https:// URL`);
    return undefined;
  }

  finish<T extends object>(settings: T): Readonly<T> {
    if (this.problems.length > 0) throw new SettingsError([...new Set(this.problems)]);
    return Object.freeze(settings);
  }
}

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
