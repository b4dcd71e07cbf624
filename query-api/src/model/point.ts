import { double, integer } from './attributes.ts';

// ClickHouse's words for what OTLP/JSON calls NaN, Infinity and -Infinity.
const NOT_FINITE: Readonly<Record<string, string>> = {
  nan: 'NaN',
  inf: 'Infinity',
  '-inf': '-Infinity',
};

/** A measured value as JSON; `type` is i for an integer, d for a double. */
export function toPointValue(text: string, type: string): number | string {
  return type === 'i' ? integer(text) : double(NOT_FINITE[text] ?? text);
}
