import type { Attributes, AttributeTypes } from '../api/types.ts';

/** An attribute as it is shown: its value as text, and the OTLP type that it was sent with. */
export interface ShownAttribute {
  readonly key: string;
  readonly type: string;
  readonly text: string;
  /** Set when the value is a web address, and only then: it is the one that may be a link. */
  readonly href: string | undefined;
}

export function showAttributes(attributes: Attributes, types: AttributeTypes): ShownAttribute[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    // Its own: a sender may call an attribute `__proto__`.
    type: (Object.hasOwn(types, key) ? types[key] : undefined) ?? typeOf(value),
    text: showValue(value),
    href: webAddress(value),
  }));
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'object' ? 'map' : 'string';
}

/** A text as it is, everything else as JSON. */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  return JSON.stringify(value, null, typeof value === 'object' && value !== null ? 2 : 0);
}

/** A log record's body on one line. */
export function oneLine(body: unknown): string {
  const text = typeof body === 'string' ? body : body == null ? '' : JSON.stringify(body);
  // What is not seen is not laid out: a body of a megabyte would be slow as one line.
  return text.slice(0, 600).replace(/\s+/g, ' ').trim();
}

/** Telemetry is written by anyone, so only http and https become links. */
export function webAddress(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^https?:\/\//i.test(value) || value.length > 2000) {
    return undefined;
  }
  try {
    const url = new URL(value);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}
