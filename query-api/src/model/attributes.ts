/** Values as plain JSON, and the types that JSON does not tell. */
export interface DecodedAttributes {
  readonly attributes: Record<string, unknown>;
  readonly types: Record<string, 'int' | 'double' | 'bytes'>;
}

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
  const attributes = new Map<string, unknown>();
  const types = new Map<string, 'int' | 'double' | 'bytes'>();
  for (const [index, key] of keys.entries()) {
    if (attributes.has(key)) continue;
    const letter = letters[index] ?? 's';
    const value = decodeValue(values[index] ?? '', letter);
    attributes.set(key, value);
    const type = untold(value, letter);
    if (type) types.set(key, type);
  }
  // Object.fromEntries takes a key such as __proto__ for a key.
  return { attributes: Object.fromEntries(attributes), types: Object.fromEntries(types) };
}

/** A value of an attribute, or a log record's body, by its letter. */
export function decodeValue(text: string, letter: string): unknown {
  switch (letter) {
    case 'i':
      return integer(text);
    case 'd':
      return double(text);
    case 'b':
      return text === 'true';
    case 'a':
    case 'k':
      return nested(text, letter);
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

function untold(value: unknown, letter: string): 'int' | 'double' | 'bytes' | undefined {
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

function nested(text: string, letter: 'a' | 'k'): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Whatever wrote it: showing the text is better than failing the page.
    return text;
  }
  return letter === 'a'
    ? array(parsed as AnyValue['arrayValue'])
    : keyValueList(parsed as AnyValue['kvlistValue']);
}

function array(list: AnyValue['arrayValue']): unknown[] {
  return (list?.values ?? []).map(anyValue);
}

function keyValueList(list: AnyValue['kvlistValue']): Record<string, unknown> {
  const entries = new Map<string, unknown>();
  for (const { key = '', value } of list?.values ?? []) {
    if (!entries.has(key)) entries.set(key, anyValue(value));
  }
  return Object.fromEntries(entries);
}

function anyValue(value: AnyValue | undefined): unknown {
  if (!value) return null;
  if (value.stringValue !== undefined) return value.stringValue;
  if (value.boolValue !== undefined) return value.boolValue;
  if (value.intValue !== undefined) return integer(String(value.intValue));
  if (value.doubleValue !== undefined) return double(String(value.doubleValue));
  if (value.bytesValue !== undefined) return value.bytesValue;
  if (value.arrayValue !== undefined) return array(value.arrayValue);
  if (value.kvlistValue !== undefined) return keyValueList(value.kvlistValue);
  return null;
}
