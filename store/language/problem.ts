import type { Place } from './ast.ts';

/** What is wrong with a query, where, and what could stand there instead. */
export interface QueryProblem extends Place {
  readonly message: string;
  readonly expected: readonly string[];
}

/** Ends the parsing; `parseQuery` answers with its problem. */
export class QuerySyntaxError extends Error {
  override readonly name = 'QuerySyntaxError';
  readonly problem: QueryProblem;

  constructor(message: string, { offset, length }: Place, expected: readonly string[] = []) {
    super(message);
    this.problem = { message, offset, length, expected };
  }
}
