/** Readers for `validateSearch`: what came from the address is text, or a list of texts. */
export type RawSearch = Record<string, unknown>;

export function oneText(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first === 'number') return String(first);
  return typeof first === 'string' && first !== '' ? first : undefined;
}

export function manyTexts(value: unknown): string[] | undefined {
  const all = (Array.isArray(value) ? value : [value]).filter(
    (one): one is string => typeof one === 'string' && one !== '',
  );
  return all.length === 0 ? undefined : all;
}

export function oneOf<const T extends string>(
  value: unknown,
  allowed: readonly T[],
): T | undefined {
  const text = oneText(value);
  return allowed.find((one) => one === text);
}

export function oneNumber(value: unknown): number | undefined {
  const text = oneText(value);
  if (text === undefined) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}
