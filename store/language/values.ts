import type { Field, Parts, Place } from './ast.ts';
import { CHOICES, SEVERITIES } from './fields.ts';
import { QuerySyntaxError } from './problem.ts';

// A map: words such as `constructor` are members of every object.
const NANOS: ReadonlyMap<string, number> = new Map([
  ['ns', 1],
  ['us', 1e3],
  ['µs', 1e3],
  ['ms', 1e6],
  ['s', 1e9],
  ['m', 60e9],
  ['h', 3_600e9],
]);
const UNITS = ['ns', 'us', 'ms', 's', 'm', 'h'];
const NUMBER = String.raw`[+-]?(?:\d{1,20}(?:\.\d{1,20})?|\.\d{1,20})(?:[eE][+-]?\d{1,3})?`;

/** The number that a value is compared with: nanoseconds of durations, OTLP's of severities. */
export function comparable(field: Field, text: string, place: Place): number {
  if (field.kind !== 'column') return plainNumber(text, place);
  switch (field.name) {
    case 'duration':
      return nanoseconds(text, place);
    case 'severity':
      return severityNumber(text, place);
    default:
      throw new QuerySyntaxError(
        `${field.name} is text, and cannot be compared with > or <`,
        place,
        [`${field.name}:…`],
      );
  }
}

/** Throws unless the field can have the value. */
export function checkValue(field: Field, parts: Parts, place: Place): void {
  if (field.kind !== 'column') return;
  const { name } = field;
  const text = parts.join('*');
  if (name === 'duration') {
    throw new QuerySyntaxError('a duration is compared', place, ['>250ms', '<1s']);
  }
  if (name === 'trace' && !(parts.length === 1 && /^[0-9a-fA-F]{32}$/.test(text))) {
    throw new QuerySyntaxError(`${text} is not a trace id`, place, ['32 hexadecimal digits']);
  }
  const choices = CHOICES[name];
  if (choices && !(parts.length === 1 && choices.includes(text))) {
    throw new QuerySyntaxError(`there is no ${name} ${text}`, place, choices);
  }
}

function plainNumber(text: string, place: Place): number {
  if (new RegExp(`^${NUMBER}$`).test(text) && Number.isFinite(Number(text))) return Number(text);
  throw new QuerySyntaxError(`${text || 'nothing'} is not a number`, place, ['a number']);
}

function nanoseconds(text: string, place: Place): number {
  const [, amount, unit = ''] = new RegExp(`^(${NUMBER})(\\p{L}*)$`, 'u').exec(text) ?? [];
  const factor = NANOS.get(unit);
  if (amount === undefined || Number(amount) < 0) {
    throw new QuerySyntaxError(`${text || 'nothing'} is not a duration`, place, ['250ms', '1.5s']);
  }
  if (factor === undefined) {
    const message = unit === '' ? 'a duration needs a unit' : `there is no unit ${unit}`;
    throw new QuerySyntaxError(message, place, UNITS);
  }
  return Math.min(Math.round(Number(amount) * factor), Number.MAX_SAFE_INTEGER);
}

function severityNumber(text: string, place: Place): number {
  const number = SEVERITIES[text];
  if (number !== undefined && Object.hasOwn(SEVERITIES, text)) return number;
  throw new QuerySyntaxError(`there is no severity ${text}`, place, Object.keys(SEVERITIES));
}
