import type { Signal } from './ast.ts';
import { toField } from './fields.ts';
import { lex, unescaped } from './lex.ts';

/** A piece of a query's text and how an editor shows it. */
export interface Highlight {
  /** In UTF-16 code units; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  /** unknown: a field that there is not; text: a word or a phrase without a field. */
  readonly kind: 'field' | 'unknown' | 'value' | 'text' | 'operator' | 'keyword';
}

/** The pieces of any text, also of one that is not a query, or not yet. */
export function highlight(text: string, signal: Signal): Highlight[] {
  return lex(text).map(({ kind, from, to }) => {
    const unknown = kind === 'field' && !toField(unescaped(text.slice(from, to)), signal);
    return { kind: unknown ? 'unknown' : kind, from, to };
  });
}
