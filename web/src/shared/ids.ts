export type Id =
  | { readonly kind: 'trace'; readonly traceId: string }
  | { readonly kind: 'correlation'; readonly correlationId: string };

/**
 * What an id that was pasted leads to. Taken as trace ids: 32 hexadecimal digits, and the one inside
 * a W3C `traceparent`; everything else, a UUID included, can only be a correlation id.
 */
export function readId(text: string): Id | undefined {
  const typed = text.trim();
  if (typed === '') return undefined;
  const traceparent = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/i.exec(typed);
  if (traceparent) return { kind: 'trace', traceId: traceparent[1]!.toLowerCase() };
  if (/^[0-9a-f]{32}$/i.test(typed)) return { kind: 'trace', traceId: typed.toLowerCase() };
  return { kind: 'correlation', correlationId: typed };
}

/** The beginning of an id, enough to tell it from its neighbours. */
export const shortId = (id: string): string => (id.length > 16 ? `${id.slice(0, 8)}…` : id);
