// Small pieces of SQL. What looks random is a hash of the trace's number and a salt, so that every
// filling of a store is the same but for its times.

export const text = (value: string): string => `'${value.replaceAll("'", "\\'")}'`;
export const list = (values: readonly string[]): string => `[${values.map(text).join(', ')}]`;

/** An element by its number, counted from 0. */
export const pick = (values: readonly string[], index: string): string =>
  `${list(values)}[${index} + 1]`;

/** Uniform in (0, 1). */
export const uniform = (salt: string): string =>
  `((bitShiftRight(cityHash64(trace, ${text(salt)}), 12) + 0.5) / pow(2, 52))`;

/** Standard normal, by Box and Muller. */
const normal = (salt: string): string =>
  `(sqrt(-2 * log(${uniform(`${salt} length`)})) * cos(2 * pi() * ${uniform(`${salt} angle`)}))`;

/** Log-normal nanoseconds, so that the slowest of a hundred takes four times the median. */
export const logNormalNs = (medianMs: string, salt: string): string =>
  `toInt64(1e6 * ${medianMs} * exp(0.6 * ${normal(salt)}))`;

/** A trace's id, and a span's and a user's, of the trace with this number. */
export const traceIdOf = (trace: string): string => `sipHash128(${trace}, 'trace')`;
export const spanIdOf = (trace: string, place: string): string =>
  `reinterpretAsFixedString(cityHash64(${trace}, ${place}, 'span'))`;
export const userIdOf = (trace: string, place: string): string =>
  `toString(reinterpretAsUUID(sipHash128(${trace}, ${place}, 'user')))`;
export const correlationIdOf = (trace: string): string =>
  `toString(reinterpretAsUUID(sipHash128(${trace}, 'correlation')))`;
