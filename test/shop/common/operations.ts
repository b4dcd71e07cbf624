import { setTimeout as pause } from 'node:timers/promises';
import { createLeak } from './leak.ts';
import type { Log } from './log.ts';
import { type Misbehaviour, NONE, readRequest } from './misbehaviour.ts';

export interface Reply {
  readonly status: number;
  readonly body: object;
}

export const MISBEHAVE = '/misbehave';

/** How a service is told to misbehave, whatever serves its HTTP. */
export interface Operations {
  /** Answers GET and POST at {@link MISBEHAVE}. `body` is the parsed JSON of a POST. */
  answer(method: string, body?: unknown): Reply;
  /** For the start of a service's own work: takes its time, or throws what `failure` makes. */
  misbehave(): Promise<void>;
}

/** `failure`: what goes wrong in such a service when something goes wrong. */
export function createOperations(log: Log, failure: () => Error): Operations {
  let misbehaviour: Misbehaviour = NONE;
  const leak = createLeak();

  const change = (body: unknown): Reply => {
    const request = readRequest(misbehaviour, body);
    if (request.kind === 'refused') return { status: 400, body: { error: request.problem } };
    if (request.kind === 'exit') {
      log.fatal('told to die');
      // After the answer; it dies hard, as of a power cut, and says goodbye to nobody.
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), 50);
      return { status: 202, body: { exit: true } };
    }
    if (request.to.leakMbPerSecond !== misbehaviour.leakMbPerSecond) {
      leak.set(request.to.leakMbPerSecond);
    }
    misbehaviour = request.to;
    log.warn(misbehaviour, 'told to behave otherwise');
    return now();
  };
  const now = (): Reply => ({ status: 200, body: { ...misbehaviour, leakedMb: leak.leakedMb() } });

  return {
    answer: (method, body) => (method === 'POST' ? change(body) : now()),
    async misbehave() {
      if (misbehaviour.slowMs > 0) await pause(misbehaviour.slowMs);
      if (Math.random() < misbehaviour.failureRate) throw failure();
    },
  };
}

/** An error with the name that its real library gives it. */
export function errorOf(name: string, message: string, code: string): Error {
  return Object.assign(new Error(message), { name, code });
}
