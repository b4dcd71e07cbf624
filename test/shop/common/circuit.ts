/** Set by the agent on calls that its circuit breaker did not let through. */
const CIRCUIT_OPEN = 'ECIRCUITOPEN';

/** Whether a call failed because a breaker is open: `fetch` wraps the reason, other clients do not. */
export function isCircuitOpen(error: unknown): boolean {
  return hasCode(error, CIRCUIT_OPEN);
}

/** Whether nobody listens there: what was sent has certainly not been received. */
export function isRefused(error: unknown): boolean {
  return hasCode(error, 'ECONNREFUSED');
}

const DEEPEST_CAUSE = 5;

function hasCode(error: unknown, code: string): boolean {
  let current = error;
  for (let depth = 0; depth < DEEPEST_CAUSE && current instanceof Error; depth++) {
    if ((current as NodeJS.ErrnoException).code === code) return true;
    current = current.cause;
  }
  return false;
}
