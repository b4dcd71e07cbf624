import {
  type BaggageEntry,
  type Context,
  propagation,
  type TextMapGetter,
} from '@opentelemetry/api';
import { W3CBaggagePropagator } from '@opentelemetry/core';

export const BAGGAGE_HEADER = 'baggage';

/** What W3C asks everybody to carry on, and no more: it comes from outside and goes to every peer. */
const MAX_BYTES = 8192;
const MAX_MEMBERS = 180;
const MAX_MEMBER_BYTES = 4096;
/** As W3C has properties of members; they are carried on as they came, so nothing else may be in. */
const PROPERTIES = /^[\x21-\x7e \t]*$/;

const w3c = new W3CBaggagePropagator();

/** The context with the baggage that a carrier brings: as much as the limits let, or none. */
export function extractBaggage(
  context: Context,
  carrier: unknown,
  getter: TextMapGetter<unknown>,
): Context {
  const header = headerOf(getter.get(carrier, BAGGAGE_HEADER));
  if (header === undefined) return context;
  // Members that cannot be read do not count for OpenTelemetry, and it would read on for ever.
  return w3c.extract(context, header.length <= MAX_BYTES ? header : whole(header), AS_IT_IS);
}

/** Queues bring whatever a client library makes of a header: only text is read. */
function headerOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (!Array.isArray(value)) return undefined;
  const lines: unknown[] = value.slice(0, MAX_MEMBERS);
  return headerOf(lines.filter((line) => typeof line === 'string').join(','));
}

/** The members before the limit; the one that it cuts is not among them. */
function whole(header: string): string {
  return header.slice(0, Math.max(0, header.lastIndexOf(',', MAX_BYTES)));
}

const AS_IT_IS: TextMapGetter<string> = { get: (header) => header, keys: () => [BAGGAGE_HEADER] };

/**
 * The header for the baggage of a context, with one member of ours in it whatever there is else;
 * empty if there is nothing. Throws nothing: the calls of the application depend on it.
 */
export function baggageHeader(context: Context, key: string, value: string | undefined): string {
  const entries = propagation.getBaggage(context)?.getAllEntries() ?? [];
  const own = value === undefined ? '' : `${key}=${encodeURIComponent(value)}`;
  let room = MAX_BYTES - own.length;
  let members = own === '' ? 0 : 1;
  let header = '';
  let isOwnIn = own === '';
  for (const [name, entry] of entries) {
    const isOwn = name === key;
    const member = isOwn ? own : memberOf(name, entry);
    if (member === '') continue;
    if (!isOwn) {
      if (members >= MAX_MEMBERS || member.length + 1 > room) continue;
      members++;
      room -= member.length + 1;
    }
    isOwnIn ||= isOwn;
    header += header === '' ? member : `,${member}`;
  }
  if (isOwnIn) return header;
  return header === '' ? own : `${header},${own}`;
}

/** Encoded, or empty if it cannot be, such as half of a surrogate pair. */
function memberOf(name: string, { value, metadata }: BaggageEntry): string {
  if (name.length + value.length > MAX_MEMBER_BYTES) return '';
  try {
    const member = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
    const properties = metadata?.toString() ?? '';
    const whole = properties && PROPERTIES.test(properties) ? `${member};${properties}` : member;
    return whole.length <= MAX_MEMBER_BYTES ? whole : '';
  } catch {
    return '';
  }
}
