import { shared } from '../shared-state.ts';

/**
 * An application's own word on whether it can do its job: not ready while it answers `false`,
 * throws, rejects, or takes more than a second. Whatever else it answers is fine.
 */
export type ReadinessCheck = () => unknown;

const MAX_CHECKS = 100;
const MAX_NAME = 100;

/** What the application has said, wherever it got `@nunchi/agent/api` from. */
export const applicationChecks = (): Map<string, ReadinessCheck> =>
  shared('readiness', () => new Map<string, ReadinessCheck>());

/**
 * Adds a check to `/readyz`, or replaces the one of that name. Returns what takes it back. Throws a
 * TypeError without a name of at most 100 characters or without a function, and a RangeError
 * beyond 100 checks.
 */
export function readiness(name: string, check: ReadinessCheck): () => void {
  if (typeof name !== 'string' || name === '' || name.length > MAX_NAME) {
    throw new TypeError(`a check of readiness has a name of 1 to ${MAX_NAME} characters`);
  }
  if (typeof check !== 'function') {
    throw new TypeError('a check of readiness is a function');
  }
  const checks = applicationChecks();
  if (checks.size >= MAX_CHECKS && !checks.has(name)) {
    throw new RangeError(`there are ${MAX_CHECKS} checks of readiness already`);
  }
  checks.set(name, check);
  return () => {
    if (checks.get(name) === check) checks.delete(name);
  };
}
