import { isCircuitOpen, isRefused } from '../common/circuit.ts';
import type { Log } from '../common/log.ts';

/**
 * Calls the first of some instances of a service; if it is not there, the next, once. Any other
 * failure stands, since a call that was received must not be sent again.
 */
export async function callOneOf<T>(
  [first = '', other]: readonly string[],
  log: Log,
  call: (url: string) => Promise<T>,
): Promise<T> {
  try {
    return await call(first);
  } catch (error) {
    if (other === undefined || !(isRefused(error) || isCircuitOpen(error))) throw error;
    log.warn({ instance: first, instead: other }, 'an instance is not there');
    return call(other);
  }
}
