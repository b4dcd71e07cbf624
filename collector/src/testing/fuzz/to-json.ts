import type { FieldKind } from '../../otlp/json/schema.ts';
import { type Choices, type Entry, isModel, type Model, type Value } from './model.ts';

/**
 * A message in OTLP/JSON. With choices, as the specification lets it be: fields in any order,
 * unknown ones and nulls among them, integers and doubles as strings or numbers, enums by number
 * or name, ids in either case, both alphabets of base64.
 */
export function toJson(model: Model, choices?: Choices): string {
  const fields = model.entries.map((entry) => fieldOf(entry, choices));
  if (!choices) return `{${fields.join(',')}}`;
  while (choices.once(4)) fields.push(unknownField(choices));
  const present = new Set(model.entries.map(({ name }) => name));
  const absent = Object.keys(model.message).filter((name) => !present.has(name));
  if (absent.length > 0 && choices.once(4)) fields.push(`"${choices.of(absent)}":null`);
  const out: string[] = [];
  while (fields.length > 0) out.push(...fields.splice(choices.below(fields.length), 1));
  const space = choices.of(['', ' ', '\n\t']);
  return `{${space}${out.join(`${space},${space}`)}${space}}`;
}

function fieldOf({ name, field, values }: Entry, choices: Choices | undefined): string {
  const texts = values.map((value) => valueOf(field.kind, value, choices));
  return `${JSON.stringify(name)}:${field.repeated ? `[${texts.join(',')}]` : texts[0]}`;
}

function valueOf(kind: FieldKind, value: Value, choices: Choices | undefined): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'boolean') return String(value);
  if (Buffer.isBuffer(value)) {
    if (kind === 'id') return hex(value, choices);
    return `"${value.toString(choices?.once(3) ? 'base64url' : 'base64')}"`;
  }
  if (isModel(value)) return toJson(value, choices);
  if (typeof kind === 'object') {
    const name = Object.keys(kind).find((key) => kind[key] === value);
    return name !== undefined && choices?.once(2) ? `"${name}"` : String(value);
  }
  if (kind === 'double') return double(value as number, choices);
  const quoted = typeof value === 'bigint' ? !choices?.once(2) : choices?.once(3);
  return quoted ? `"${value}"` : String(value);
}

function hex(value: Buffer, choices: Choices | undefined): string {
  const text = value.toString('hex');
  return `"${choices?.once(3) ? text.toUpperCase() : text}"`;
}

function double(value: number, choices: Choices | undefined): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  const text = Object.is(value, -0) ? '-0' : String(value);
  return choices?.once(3) ? `"${text}"` : text;
}

function unknownField(choices: Choices): string {
  return `"${choices.of(['unknown', 'entityRefs', 'constructor', ''])}":${choices.of([
    'null',
    '12345678901234567890',
    '"text"',
    '[[],{"a":[1]}]',
    '{"b":{"c":false}}',
  ])}`;
}
