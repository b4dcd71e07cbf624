// One line when the control loop is lost and one when it is back, however often sending is tried.
import type { Diagnostics } from '../context.ts';

export interface ConnectionLog {
  failed(problem: string): void;
  succeeded(): void;
}

export function createConnectionLog(endpoint: string, logger: Diagnostics): ConnectionLog {
  let lost = false;
  return {
    failed(problem) {
      if (lost) return;
      lost = true;
      logger.warn(
        `The control loop at ${endpoint} does not answer (${problem}). The service runs on, its ` +
          'breakers judge by themselves; it is tried again every 1 to 30 s.',
      );
    },
    succeeded() {
      if (lost) logger.info(`The control loop at ${endpoint} answers again.`);
      lost = false;
    },
  };
}
