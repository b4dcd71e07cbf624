/** A piece of a query's text and what it is there; the pieces cover all of it but the blanks. */
export interface Lexeme {
  readonly kind: 'field' | 'value' | 'text' | 'operator' | 'keyword';
  /** In UTF-16 code units; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  /** Of a value, and of the operators before it: the field as it was written. */
  readonly field?: string;
}

const ENDS_A_WORD = /[\s()"]/;
const COMPARISONS = ['>=', '<=', '>', '<'];

/**
 * The pieces of any text at all, also of one that does not parse or is not written to its end: an
 * editor shows them while somebody types. By the same rules as the parser's.
 */
export function lex(text: string): Lexeme[] {
  const lexemes: Lexeme[] = [];
  let at = 0;
  const add = (kind: Lexeme['kind'], to: number, field?: string): void => {
    if (to > at) lexemes.push({ kind, from: at, to, ...(field !== undefined && { field }) });
    at = to;
  };
  const value = (field: string): void => add('value', wordEnd(text, at, ''), field);
  /** `field:(a OR b)`, from behind its parenthesis. */
  const choice = (field: string): void => {
    while (at < text.length) {
      at = skipSpace(text, at);
      if (text[at] === ')') return add('operator', at + 1, field);
      if (text[at] === '(') add('operator', at + 1, field);
      else if (keywordAt(text, at) === 'OR') add('keyword', at + 2, field);
      else value(field);
    }
  };
  const afterColon = (field: string): void => {
    if (text[at] === '(') {
      add('operator', at + 1, field);
      return choice(field);
    }
    const comparison = COMPARISONS.find((operator) => text.startsWith(operator, at));
    if (comparison !== undefined) add('operator', at + comparison.length, field);
    value(field);
  };
  while (at < text.length) {
    at = skipSpace(text, at);
    const keyword = keywordAt(text, at);
    const next = text[at] ?? '';
    if (keyword !== undefined) add('keyword', at + keyword.length);
    else if (next === '(' || next === ')' || next === '-') add('operator', at + 1);
    else {
      const end = wordEnd(text, at, ':');
      if (next === '"' || text[end] !== ':') add('text', end);
      else {
        const field = unescaped(text.slice(at, end));
        add('field', end);
        add('operator', end + 1, field);
        afterColon(field);
      }
    }
  }
  return lexemes;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (/\s/.test(text.charAt(at))) at += 1;
  return at;
}

function keywordAt(text: string, at: number): string | undefined {
  return ['AND', 'OR', 'NOT'].find((keyword) => {
    if (!text.startsWith(keyword, at)) return false;
    const next = text.charAt(at + keyword.length);
    return next === '' || ENDS_A_WORD.test(next);
  });
}

/** Where a word or a phrase ends; one that is not closed, at the text's end. */
function wordEnd(text: string, from: number, stop: string): number {
  const quoted = text[from] === '"';
  let at = quoted ? from + 1 : from;
  while (at < text.length) {
    const next = text.charAt(at);
    if (quoted ? next === '"' : ENDS_A_WORD.test(next) || next === stop) break;
    at += next === '\\' ? 2 : 1;
  }
  return Math.min(text.length, quoted ? at + 1 : at);
}

/** What a word or the beginning of one stands for; a phrase without its quotes. */
export function unescaped(word: string): string {
  const inner = word.startsWith('"') ? word.slice(1) : word;
  return inner.replace(/\\(.)|"$|\\$/gs, '$1');
}
