import { inspect, types } from 'node:util';
import type { AnyValue, AnyValueMap } from '@opentelemetry/api-logs';

/** A record is read by people: what is longer fills the queue and helps nobody. */
const MAX_TEXT = 32 * 1024;
const MAX_DEPTH = 4;
export const MAX_MEMBERS = 100;
const NONE: ReadonlySet<string> = new Set();

export function cut(text: string): string {
  return text.length <= MAX_TEXT ? text : `${copyOf(text.slice(0, MAX_TEXT))}…`;
}

/** What V8 slices from a text keeps all of it, here for as long as the record waits to be sent. */
function copyOf(slice: string): string {
  return Buffer.from(slice).toString();
}

/**
 * Fields that an application logs, as attributes: copied, since it may change them before they are
 * sent, and bounded in depth, number and length, so that cycles end, too. `skip`: not these.
 */
export function attributesOf(fields: object, skip = NONE, depth = 1): AnyValueMap {
  const attributes: AnyValueMap = {};
  let members = 0;
  for (const key of Object.keys(fields)) {
    if (skip.has(key) || key === '') continue;
    if (++members > MAX_MEMBERS) break;
    const value = valueOf((fields as Record<string, unknown>)[key], depth);
    if (value !== undefined) attributes[key] = value;
  }
  return attributes;
}

function valueOf(value: unknown, depth: number): AnyValue {
  switch (typeof value) {
    case 'string':
      return cut(value);
    case 'number':
    case 'boolean':
      return value;
    case 'bigint':
      return String(value);
    case 'object':
      return value === null ? undefined : valueOfObject(value, depth);
    default:
      return undefined;
  }
}

function valueOfObject(value: object, depth: number): AnyValue {
  if (types.isNativeError(value)) return cut(`${value.name}: ${value.message}`);
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (depth >= MAX_DEPTH || types.isProxy(value) || ArrayBuffer.isView(value)) return brief(value);
  if (Array.isArray(value)) {
    return value.slice(0, MAX_MEMBERS).map((member) => valueOf(member, depth + 1) ?? null);
  }
  if (types.isMap(value) || types.isSet(value)) return brief(value);
  return attributesOf(value, NONE, depth + 1);
}

/**
 * The same bounds for what JSON.parse has made. Nobody else has it, so it is bounded in its place,
 * and copied only where it has too many members.
 */
export function boundJson(value: unknown, depth = 1): AnyValue {
  if (typeof value === 'string') return cut(value);
  if (typeof value !== 'object' || value === null) return value as AnyValue;
  if (depth >= MAX_DEPTH) return brief(value);
  if (Array.isArray(value) && value.length > MAX_MEMBERS) value.length = MAX_MEMBERS;
  const fields = value as Record<string, unknown>;
  let members = 0;
  for (const key in fields) {
    if (++members > MAX_MEMBERS) return attributesOf(fields, NONE, depth + 1);
    const member = fields[key];
    const bound = boundJson(member, depth + 1);
    if (bound !== member) fields[key] = bound;
  }
  return value as AnyValue;
}

function brief(value: object): string {
  return cut(inspect(value, { depth: 0, customInspect: false, maxArrayLength: 10 }));
}
