import { TooLargeError } from '../decompress.ts';
import { type Message, REQUESTS } from './schema.ts';

/** Below this size there is nothing in a text that could become large. */
export const HARMLESS_BYTES = 1024 * 1024;
/** Objects and arrays; each takes some hundred bytes when it is parsed, and two in a text. */
const MAX_CONTAINERS = 500_000;
const MAX_VALUES = 3_000_000;
/** Of fields that OTLP does not know. Names that are all different are costly, too. */
const MAX_UNKNOWN_FIELDS = 10_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;

const KNOWN = namesOf(Object.values(REQUESTS));
const LONGEST_NAME = Math.max(...Array.from(KNOWN, ({ length }) => length));

/**
 * Looks at a JSON text before it is parsed: a small one can be made to become a hundred times as
 * large in memory. Throws {@link TooLargeError}; whether the text is JSON is not decided here.
 */
export function checkShape(body: Buffer): void {
  let containers = 0;
  let values = 0;
  let unknown = 0;
  let nameStart = 0;
  let nameEnd = 0;
  for (let at = 0; at < body.length; at++) {
    switch (body[at]) {
      case QUOTE:
        nameStart = at + 1;
        at = nameEnd = endOfString(body, nameStart);
        break;
      case COMMA:
        if (++values > MAX_VALUES) fail(`${MAX_VALUES} values`);
        break;
      case OPEN_BRACKET:
      case OPEN_BRACE:
        if (++containers > MAX_CONTAINERS) fail(`${MAX_CONTAINERS} objects and arrays`);
        break;
      case COLON:
        if (isKnown(body, nameStart, nameEnd)) break;
        if (++unknown > MAX_UNKNOWN_FIELDS) {
          fail(`${MAX_UNKNOWN_FIELDS} fields that OTLP does not know`);
        }
    }
  }
}

/** Where the quote is that ends a string, or the end of the text. */
function endOfString(body: Buffer, start: number): number {
  let at = start;
  while (at < body.length && body[at] !== QUOTE) at += body[at] === BACKSLASH ? 2 : 1;
  return at;
}

function isKnown(body: Buffer, start: number, end: number): boolean {
  return end - start <= LONGEST_NAME && KNOWN.has(body.toString('latin1', start, end));
}

function fail(what: string): never {
  throw new TooLargeError(`the JSON has more than ${what}; send smaller batches`);
}

function namesOf(messages: readonly Message[]): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<Message>();
  const visit = (message: Message): void => {
    if (seen.has(message)) return;
    seen.add(message);
    for (const [name, { kind }] of Object.entries(message)) {
      names.add(name);
      if (typeof kind === 'function') visit(kind());
    }
  };
  for (const message of messages) visit(message);
  return names;
}
