import type { Signal } from './ast.ts';
import { toField } from './fields.ts';
import { type Lexeme, lex, unescaped } from './lex.ts';

/** What may stand where the cursor is. */
export interface Completion {
  /**
   * field: a name of one (or a word to look for, or a keyword); value: one of the field's;
   * operator: a comparison, of a field that is only compared; keyword: OR between values.
   */
  readonly kind: 'field' | 'value' | 'operator' | 'keyword';
  /** Of a value or an operator: the field's name, a real one. */
  readonly field?: string;
  /** What is written of it up to the cursor, without quotes and backslashes. */
  readonly prefix: string;
  /** What it takes the place of, in UTF-16 code units; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
}

/** What may stand at the offset of a query that is being written; undefined where nothing can be said. */
export function completionAt(text: string, offset: number, signal: Signal): Completion | undefined {
  const lexemes = lex(text);
  const here = lexemes.find(({ kind, from, to }) => from < offset && offset <= to && isWord(kind));
  if (here) return ofWord(here, text, offset, signal);
  const before = lexemes.findLast(({ to }) => to <= offset);
  const next = lexemes.find(({ from, kind }) => from === offset && isWord(kind));
  const place = { prefix: '', from: offset, to: next?.to ?? offset };
  const field = openField(lexemes, text, offset);
  if (field === undefined) return { kind: 'field', ...place };
  if (!toField(field, signal)) return undefined;
  if (before?.kind === 'value') return { kind: 'keyword', field, ...place };
  const compared = field === 'duration' && text[offset - 1] === ':';
  return { kind: compared ? 'operator' : 'value', field, ...place };
}

const isWord = (kind: Lexeme['kind']): boolean => kind !== 'operator';

function ofWord(
  { kind, from, to, field }: Lexeme,
  text: string,
  offset: number,
  signal: Signal,
): Completion | undefined {
  const place = { prefix: unescaped(text.slice(from, offset)), from, to };
  if (kind !== 'value') {
    return text[from] === '"'
      ? undefined
      : { kind: field === undefined ? 'field' : 'keyword', ...place };
  }
  if (field === undefined || !toField(field, signal)) return undefined;
  return { kind: 'value', field, ...place };
}

/** The field whose value, or further value, may come at the offset. */
function openField(lexemes: readonly Lexeme[], text: string, offset: number): string | undefined {
  const before = lexemes.filter(({ to }) => to <= offset);
  const last = before.at(-1);
  if (last?.field === undefined) return undefined;
  const parenthesis = before.findLast(
    ({ field, from }) => field !== undefined && '()'.includes(text.charAt(from)),
  );
  const isOpen = parenthesis !== undefined && text[parenthesis.from] === '(';
  const follows = last.kind === 'operator' && last.to === offset && text[last.from] !== ')';
  return isOpen || follows ? last.field : undefined;
}
