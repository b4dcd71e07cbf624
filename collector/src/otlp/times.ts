/**
 * The upper half of 2^32 seconds in nanoseconds: February 2106. Later times do not fit the days
 * by which the store's tables are divided; nothing that happened has one.
 */
const END_OF_TIME_HIGH = 0x3b9a_ca00;

/** Whether Unix nanoseconds, by their upper half, are later than the store can file. */
export const isTooLate = (high: number): boolean => high >= END_OF_TIME_HIGH;
export const TOO_LATE = 'with a time after the year 2105';
