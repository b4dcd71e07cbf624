/** The environment as the agent reads it: a wrong value is one warning and the default. */
export interface Environment {
  /** A number between two bounds, both included. Empty counts as not set. */
  number(name: string, fallback: number, bounds: Bounds): number;
  /** One of some words, in any case. */
  choice<Word extends string>(name: string, words: readonly Word[], fallback: Word): Word;
  /** `on`, `true` or `1`; `off`, `false` or `0`. */
  flag(name: string, fallback: boolean): boolean;
  /** Words between commas, without blanks and empty ones. */
  list(name: string): readonly string[];
  /** A list of known words; unknown ones are left out. Undefined if it is not set or empty. */
  words<Word extends string>(
    name: string,
    known: readonly Word[],
    said?: WordsSaid,
  ): readonly Word[] | undefined;
  /** An address of http or https. */
  url(name: string, fallback: string): URL;
  /** Warns of a variable that the caller has read by itself. */
  wrong(name: string, expected: string, used: string): void;
  readonly variables: Variables;
}

export interface WordsSaid {
  /** What the words are, if a list of them is too long. */
  readonly expected?: string;
  /** What is used if no known word is left, which then counts as not set. */
  readonly otherwise?: string;
}

export interface Bounds {
  readonly least: number;
  readonly most?: number;
  readonly whole?: boolean;
}

type Variables = Readonly<NodeJS.ProcessEnv>;

const MAX_SHOWN = 60;
/** What these hold is nobody's business, nor are a name and password in a URL. */
const SECRET = /_HEADERS$/;
const USER_IN_URL = /\/\/[^/@\s]*@/g;

/** `warn` hears once of each variable, in a sentence: what it is, what it should be, what is used. */
export function readEnvironment(
  variables: Variables,
  warn: (problem: string) => void,
): Environment {
  const wrongNames = new Set<string>();
  const said = (name: string) => variables[name]?.trim() || undefined;
  const wrong = (name: string, expected: string, used: string) => {
    if (wrongNames.has(name)) return;
    wrongNames.add(name);
    const value = SECRET.test(name) ? 'not shown, but' : `"${shown(variables[name] ?? '')}",`;
    warn(`${name} is ${value} not ${expected}; ${used}`);
  };
  const list = (name: string) =>
    (variables[name] ?? '')
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean);
  return {
    number(name, fallback, { least, most = Number.MAX_VALUE, whole = false }) {
      const text = said(name);
      if (text === undefined) return fallback;
      const value = Number(text);
      const inBounds = value >= least && value <= most;
      if (inBounds && (!whole || Number.isInteger(value))) return value;
      const kind = whole ? 'a whole number' : 'a number';
      const range = most === Number.MAX_VALUE ? `${least} on` : `${least} to ${most}`;
      wrong(
        name,
        `${kind} from ${range}`,
        `${fallback === Infinity ? 'no limit' : fallback} is used`,
      );
      return fallback;
    },
    choice(name, words, fallback) {
      const text = said(name)?.toLowerCase();
      if (text === undefined) return fallback;
      const word = words.find((each) => each.toLowerCase() === text);
      if (word !== undefined) return word;
      wrong(name, `one of ${words.join(', ')}`, `${fallback} is used`);
      return fallback;
    },
    flag(name, fallback) {
      const text = said(name)?.toLowerCase();
      if (text === undefined) return fallback;
      if (['on', 'true', '1'].includes(text)) return true;
      if (['off', 'false', '0'].includes(text)) return false;
      wrong(name, 'on or off', `${fallback ? 'on' : 'off'} is used`);
      return fallback;
    },
    list,
    words(name, known, { expected = `some of ${known.join(', ')}`, otherwise } = {}) {
      const words = list(name);
      if (words.length === 0) return undefined;
      const found = known.filter((word) => words.includes(word));
      const unknown = words.filter((word) => !known.some((each) => each === word));
      if (otherwise !== undefined && found.length === 0) {
        wrong(name, expected, otherwise);
        return undefined;
      }
      if (unknown.length > 0) wrong(name, expected, `${shown(unknown.join(', '))} is left out`);
      return found;
    },
    url(name, fallback) {
      const text = said(name);
      const url = text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
      if (url && ['http:', 'https:'].includes(url.protocol)) return url;
      if (text !== undefined) wrong(name, 'an http or https URL', `${fallback} is used`);
      return new URL(fallback);
    },
    wrong,
    variables,
  };
}

/** A value from outside, short and on one line. */
export function shown(value: string): string {
  const plain = value.replaceAll(USER_IN_URL, '//…@');
  const cut = plain.length > MAX_SHOWN ? `${plain.slice(0, MAX_SHOWN)}…` : plain;
  return cut.replaceAll(/[\p{Cc}\p{Cf}"\\]/gu, (character) =>
    JSON.stringify(character).slice(1, -1),
  );
}
