/** SQL: a latency as it is kept: a number of 64ths of a power of two, so neighbours are 1.1 % apart. */
export const latencyOf = (nanos: string): string =>
  `toUInt16(round(log2(greatest(${nanos}, 1)) * 64))`;

/** SQL: nanoseconds of such a latency, within 0.55 % of what was measured. */
export const nanosOf = (latency: string): string => `exp2(${latency} / 64)`;
