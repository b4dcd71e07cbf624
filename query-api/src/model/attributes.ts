export type UntoldType = 'int' | 'double' | 'bytes';

/** Values as plain JSON, and the types that JSON does not tell. */
export interface DecodedAttributes {
  readonly attributes: Record<string, unknown>;
  readonly types: Record<string, UntoldType>;
}

const NOTHING: DecodedAttributes = Object.freeze({ attributes: {}, types: {} });

/** Takes the type of a value that JSON does not tell, by the value's path. */
type Tell = (path: string, type: UntoldType | undefined) => void;

/**
 * Attributes as the store holds them: keys, values as text, and one letter a value for its type
 * (s string, i integer, d double, b bool, x bytes, a array, k key-value list, n none); without
 * letters, all are strings. Of a key that was sent twice the first value counts, as in a search.
 */
export function decodeAttributes(
  keys: readonly string[],
  values: readonly string[],
  letters: string,
): DecodedAttributes {
  // Nearly every scope, and whatever else is nearly always empty.
  if (keys.length === 0) return NOTHING;
  const attributes: Record<string, unknown> = {};
  const types: Record<string, UntoldType> = {};
  const tell: Tell = (path, type) => void (type && put(types, path, type));
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!;
    if (Object.hasOwn(attributes, key)) continue;
    const [text, letter] = [values[index] ?? '', letters[index] ?? 's'];
    // Most are strings, and of those there is nothing more to tell.
    put(attributes, key, letter === 's' ? text : decode(text, letter, key, tell));
  }
  return { attributes, types };
}

/** A key such as __proto__ is a key too. */
function put<T>(into: Record<string, T>, key: string, value: T): void {
  if (key !== '__proto__') into[key] = value;
  else Object.defineProperty(into, key, { value, ...OF_ITS_OWN });
}

const OF_ITS_OWN = { enumerable: true, configurable: true, writable: true };

/** A log record's body, by its letter. */
export function decodeBody(text: string, letter: string): unknown {
  return decode(text, letter, '', () => undefined);
}

function decode(text: string, letter: string, path: string, tell: Tell): unknown {
  const value = plain(text, letter, path, tell);
  tell(path, untold(value, letter));
  return value;
}

function plain(text: string, letter: string, path: string, tell: Tell): unknown {
  switch (letter) {
    case 'i':
      return integer(text);
    case 'd':
      return double(text);
    case 'b':
      return text === 'true';
    case 'a':
    case 'k':
      return nested(text, letter, path, tell);
    case 'n':
      return null;
    default:
      return text;
  }
}

/** A number where it is exact as one, else the decimal text. */
export function integer(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

/** A number, or `NaN`, `Infinity`, `-Infinity`, which JSON has no numbers for. */
export function double(text: string): number | string {
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}

function untold(value: unknown, letter: string): UntoldType | undefined {
  if (letter === 'i' && typeof value === 'string') return 'int';
  if (letter === 'd' && (typeof value === 'string' || Number.isInteger(value))) return 'double';
  return letter === 'x' ? 'bytes' : undefined;
}

/** OTLP/JSON's AnyValue; exactly one of the keys is there, or none for an absent value. */
interface AnyValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string | number;
  readonly doubleValue?: number | string;
  readonly bytesValue?: string;
  readonly arrayValue?: { readonly values?: readonly AnyValue[] };
  readonly kvlistValue?: { readonly values?: readonly KeyValue[] };
}

interface KeyValue {
  readonly key?: string;
  readonly value?: AnyValue;
}

function nested(text: string, letter: 'a' | 'k', path: string, tell: Tell): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Whatever wrote it: showing the text is better than failing the page.
    return text;
  }
  return letter === 'a'
    ? array(parsed as AnyValue['arrayValue'], path, tell)
    : keyValueList(parsed as AnyValue['kvlistValue'], path, tell);
}

/** The path of a part: the attribute's key, then a JSON Pointer (RFC 6901). */
const within = (path: string, part: string | number): string =>
  `${path}/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`;

function array(list: AnyValue['arrayValue'], path: string, tell: Tell): unknown[] {
  return (list?.values ?? []).map((value, index) => anyValue(value, within(path, index), tell));
}

function keyValueList(
  list: AnyValue['kvlistValue'],
  path: string,
  tell: Tell,
): Record<string, unknown> {
  const entries = new Map<string, unknown>();
  for (const { key = '', value } of list?.values ?? []) {
    if (!entries.has(key)) entries.set(key, anyValue(value, within(path, key), tell));
  }
  return Object.fromEntries(entries);
}

function anyValue(value: AnyValue | undefined, path: string, tell: Tell): unknown {
  if (!value) return null;
  if (value.stringValue !== undefined) return value.stringValue;
  if (value.boolValue !== undefined) return value.boolValue;
  if (value.intValue !== undefined) return decode(String(value.intValue), 'i', path, tell);
  if (value.doubleValue !== undefined) return decode(String(value.doubleValue), 'd', path, tell);
  if (value.bytesValue !== undefined) return decode(value.bytesValue, 'x', path, tell);
  if (value.arrayValue !== undefined) return array(value.arrayValue, path, tell);
  if (value.kvlistValue !== undefined) return keyValueList(value.kvlistValue, path, tell);
  return null;
}
