import Type from 'typebox';
import { COMMON_PROBLEMS, type ProblemCode, PROBLEMS } from '../errors.ts';
import { Problem } from './common.ts';

/** The reply of a route and every problem that it may answer with, the common ones included. */
export function replies<T extends Type.TSchema>(ok: T, problems: readonly ProblemCode[]) {
  return { 200: ok, ...described(problems) };
}

/** The same for a route that makes something. */
export function created<T extends Type.TSchema>(made: T, problems: readonly ProblemCode[]) {
  return { 201: made, ...described(problems) };
}

/** The same for a route that has nothing more to say. */
export function emptied(problems: readonly ProblemCode[]) {
  return { 204: Type.Null({ description: 'Done.' }), ...described(problems) };
}

function described(problems: readonly ProblemCode[]): Record<never, never> {
  const codes = [...COMMON_PROBLEMS, ...problems];
  const byStatus = Object.groupBy(codes, (code) => PROBLEMS[code].status);
  const entries = Object.entries(byStatus).map(([status, sameStatus = []]) => [
    status,
    {
      description: sameStatus.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
      content: { 'application/problem+json': { schema: Problem } },
    },
  ]);
  return Object.fromEntries(entries) as Record<never, never>;
}
