export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  integer(least: number, most: number): number;
  oneOf<T>(choices: readonly T[]): T;
  /** So many bytes, as hexadecimal digits. */
  hex(bytes: number): string;
}

/** mulberry32: the same numbers for the same seed, so that a failure can be repeated. */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    integer,
    oneOf: <T>(choices: readonly T[]) => choices[integer(0, choices.length - 1)] as T,
    hex: (bytes) =>
      Array.from({ length: bytes }, () => integer(0, 255).toString(16).padStart(2, '0')).join(''),
  };
}
