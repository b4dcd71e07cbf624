import Type from 'typebox';
import { COMMON_PROBLEMS, type ProblemCode, PROBLEMS } from '../errors.ts';
import { Problem } from './common.ts';

/** The reply of a route and every problem that it may answer with, the common ones included. */
export function replies<T extends Type.TSchema>(ok: T, problems: readonly ProblemCode[]) {
  const codes = [...COMMON_PROBLEMS, ...problems];
  const byStatus = Object.groupBy(codes, (code) => PROBLEMS[code].status);
  const described = Object.entries(byStatus).map(([status, sameStatus = []]) => [
    status,
    {
      description: sameStatus.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
      content: { 'application/problem+json': { schema: Problem } },
    },
  ]);
  return { 200: ok, ...(Object.fromEntries(described) as Record<never, never>) };
}
