import type { Node, Signal } from '@nunchi/store/language/ast';
import { parseQuery } from '@nunchi/store/language/parse';
import { ApiError } from '../errors.ts';

/** Where a text of a request stood. */
export type Source = { readonly parameter: string } | { readonly pointer: string };

const Q: Source = { parameter: 'q' };

/** A query of a request, or a 400 that says where it is wrong and what could stand there. */
export function readQuery(q: string, signal: Signal, source: Source = Q): Node {
  const parsed = parseQuery(q, signal);
  if (parsed.ok) return parsed.query;
  const { message, offset, length, expected } = parsed.problem;
  const place = { position: { offset, length }, expected };
  throw 'pointer' in source
    ? new ApiError('invalid_query', message, { place: { ...place, pointer: source.pointer } })
    : new ApiError('invalid_query', message, { parameter: source.parameter, place });
}

/** Splits `key=value` at the first `=`; the schema has made sure that there is one. */
export function keyAndValue(text: string): { key: string; value: string } {
  const at = text.indexOf('=');
  return { key: text.slice(0, at), value: text.slice(at + 1) };
}

/** All zeros is 32 hexadecimal digits too, but by W3C Trace Context no trace id. */
export function checkTraceId(traceId: string): string {
  if (!/^0+$/.test(traceId)) return traceId.toLowerCase();
  throw new ApiError('invalid_parameter', 'traceId is all zeros, which is not a trace id', {
    parameter: 'traceId',
  });
}
