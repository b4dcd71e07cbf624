// Reading JSON of unknown shape, strictly: each function gives the value or throws a `Refusal` that
// names the place.

/** Why a configuration is refused, as a sentence. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

export type Fields = Readonly<Record<string, unknown>>;

/** An object with no other keys than these. */
export function fields(value: unknown, at: string, known: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal(`${at} must be an object.`);
  }
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw new Refusal(
      `${at} has the unknown key "${unknown.slice(0, 60)}"; known are ${known.join(', ')}.`,
    );
  }
  return value as Fields;
}

export function list(value: unknown, at: string, max: number): readonly unknown[] {
  if (!Array.isArray(value)) throw new Refusal(`${at} must be a list.`);
  if (value.length > max) throw new Refusal(`${at} has more than ${max} entries.`);
  return value;
}

export function text(value: unknown, at: string, maxLength = 256): string {
  if (typeof value !== 'string' || value.length === 0 || value.length > maxLength) {
    throw new Refusal(`${at} must be a text of 1 to ${maxLength} characters.`);
  }
  return value;
}

export function flag(value: unknown, at: string): boolean {
  if (typeof value !== 'boolean') throw new Refusal(`${at} must be true or false.`);
  return value;
}

/** A finite number from `min` to `max`, both included. */
export function number(value: unknown, at: string, min: number, max: number): number {
  if (typeof value !== 'number' || !(value >= min && value <= max)) {
    throw new Refusal(`${at} must be a number from ${min} to ${max}.`);
  }
  return value;
}

export function integer(value: unknown, at: string, min: number, max: number): number {
  const checked = number(value, at, min, max);
  if (!Number.isInteger(checked)) throw new Refusal(`${at} must be a whole number.`);
  return checked;
}
