import { combine, type Field, type Node, type Signal, type Term } from './ast.ts';
import { COLUMN_FIELDS, toField } from './fields.ts';
import { type QueryProblem, QuerySyntaxError } from './problem.ts';
import { Tokens, type Word } from './tokens.ts';
import { checkValue, comparable } from './values.ts';

export type ParsedQuery =
  | { readonly ok: true; readonly query: Node }
  | { readonly ok: false; readonly problem: QueryProblem };

const MAX_QUERY_LENGTH = 4_000;
const MAX_DEPTH = 32;
const MAX_TERMS = 200;
/** Of one value: with very many, looking for it in long texts takes minutes. */
const MAX_STARS = 32;
const A_TERM = ['field:value', 'a word', '"a phrase"', '('];

/**
 * Reads a query:
 *
 *     query  = [ or ]
 *     or     = and { "OR" and }
 *     and    = unary { [ "AND" ] unary }
 *     unary  = ( "-" | "NOT" ) unary | "(" or ")" | term
 *     term   = field ":" ( comparison value | value | "(" value { "OR" value } ")" ) | value
 *     value  = word | '"' phrase '"'
 *
 * A word may hold `*`, which stands for any text; a backslash takes a character as it is.
 */
export function parseQuery(text: string, signal: Signal): ParsedQuery {
  if (text.length > MAX_QUERY_LENGTH) {
    const message = `a query has at most ${MAX_QUERY_LENGTH} characters`;
    return {
      ok: false,
      problem: {
        message,
        offset: MAX_QUERY_LENGTH,
        length: text.length - MAX_QUERY_LENGTH,
        expected: [],
      },
    };
  }
  try {
    return { ok: true, query: new Parser(text, signal).query() };
  } catch (error) {
    if (error instanceof QuerySyntaxError) return { ok: false, problem: error.problem };
    throw error;
  }
}

class Parser {
  readonly #tokens: Tokens;
  readonly #signal: Signal;
  #depth = 0;
  #terms = 0;

  constructor(text: string, signal: Signal) {
    this.#tokens = new Tokens(text);
    this.#signal = signal;
  }

  query(): Node {
    this.#tokens.skipSpace();
    if (this.#tokens.done) return { kind: 'and', nodes: [] };
    const node = this.#or();
    if (this.#tokens.done) return node;
    const place = { offset: this.#tokens.offset, length: 1 };
    throw new QuerySyntaxError('this parenthesis was not opened', place, A_TERM);
  }

  #or(): Node {
    const nodes = [this.#and()];
    while (this.#tokens.takeKeyword('OR')) {
      this.#tokens.skipSpace();
      nodes.push(this.#and());
    }
    return combine('or', nodes);
  }

  #and(): Node {
    const nodes = [this.#unary()];
    while (!this.#tokens.done && this.#tokens.peek() !== ')' && !this.#tokens.isKeyword('OR')) {
      if (this.#tokens.takeKeyword('AND')) this.#tokens.skipSpace();
      nodes.push(this.#unary());
    }
    return combine('and', nodes);
  }

  #unary(): Node {
    const start = this.#tokens.offset;
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new QuerySyntaxError(`a query is at most ${MAX_DEPTH} levels deep`, {
        offset: start,
        length: 1,
      });
    }
    const node = this.#nested() ?? this.#term();
    this.#depth -= 1;
    this.#tokens.skipSpace();
    return node;
  }

  /** What begins with a sign, the word NOT or a parenthesis. */
  #nested(): Node | undefined {
    const tokens = this.#tokens;
    const start = tokens.offset;
    if (tokens.takeKeyword('NOT')) {
      tokens.skipSpace();
      return { kind: 'not', node: this.#unary() };
    }
    if (tokens.take('-')) return { kind: 'not', node: this.#unary() };
    if (!tokens.take('(')) return undefined;
    tokens.skipSpace();
    const node = this.#or();
    if (tokens.take(')')) return node;
    throw new QuerySyntaxError('this parenthesis is not closed', { offset: start, length: 1 }, [
      ')',
    ]);
  }

  #term(): Node {
    const tokens = this.#tokens;
    const start = tokens.offset;
    for (const keyword of ['AND', 'OR']) {
      if (!tokens.takeKeyword(keyword)) continue;
      const message = `something is missing before ${keyword}`;
      throw new QuerySyntaxError(message, tokens.placeFrom(start), A_TERM);
    }
    const word = tokens.word(':');
    if (!word.quoted && tokens.take(':')) return this.#fieldTerm(this.#field(word), start);
    if (word.place.length === 0) {
      throw new QuerySyntaxError('something is missing here', { offset: start, length: 0 }, A_TERM);
    }
    return this.#counted({ kind: 'text', parts: word.parts, place: word.place });
  }

  #field({ parts, place }: Word): Field {
    const name = parts.join('*');
    const field = toField(name, this.#signal);
    if (field) return field;
    const known = COLUMN_FIELDS[this.#signal];
    if (name === '')
      throw new QuerySyntaxError('a field is missing before the colon', place, known);
    const hint =
      this.#signal === 'instances' ? '' : `; an attribute of that name is attributes.${name}`;
    throw new QuerySyntaxError(`there is no field ${name}${hint}`, place, known);
  }

  #fieldTerm(field: Field, start: number): Node {
    const tokens = this.#tokens;
    if (tokens.take('(')) return this.#choice(field, tokens.offset - 1);
    const op = tokens.takeComparison();
    if (!op) return this.#equals(field, start);
    const word = tokens.word();
    const value = comparable(field, word.parts.join('*'), word.place);
    return this.#counted({ kind: 'compares', field, op, value, place: tokens.placeFrom(start) });
  }

  /** `field:(a OR b)`. */
  #choice(field: Field, opened: number): Node {
    const tokens = this.#tokens;
    const nodes: Node[] = [];
    do {
      tokens.skipSpace();
      nodes.push(this.#equals(field, tokens.offset));
      tokens.skipSpace();
    } while (tokens.takeKeyword('OR'));
    if (tokens.take(')')) return combine('or', nodes);
    const place = tokens.done
      ? { offset: opened, length: 1 }
      : { offset: tokens.offset, length: 1 };
    throw new QuerySyntaxError('values in parentheses are joined by OR', place, ['OR', ')']);
  }

  #equals(field: Field, start: number): Node {
    const word = this.#tokens.word();
    if (word.place.length === 0) {
      throw new QuerySyntaxError('a value is missing here', word.place, [
        'a value',
        '"a value"',
        '*',
      ]);
    }
    checkValue(field, word.parts, word.place);
    const place = this.#tokens.placeFrom(start);
    return this.#counted({ kind: 'equals', field, parts: word.parts, place });
  }

  #counted(term: Term): Term {
    this.#terms += 1;
    if (this.#terms > MAX_TERMS) {
      throw new QuerySyntaxError(`a query has at most ${MAX_TERMS} terms`, term.place);
    }
    if (term.kind !== 'compares' && term.parts.length > MAX_STARS + 1) {
      throw new QuerySyntaxError(`a value has at most ${MAX_STARS} times *`, term.place);
    }
    return term;
  }
}
