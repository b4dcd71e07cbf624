import { setTimeout as pause } from 'node:timers/promises';
import { register } from 'prom-client';
import type { Log } from './log.ts';
import { type Misbehaviour, NONE, readRequest } from './misbehaviour.ts';

export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** A failure that was asked for. */
export class Misbehaved extends Error {
  constructor() {
    super('told to fail');
    this.name = 'Misbehaved';
  }
}

/** The routes that every service has besides its own, whatever serves its HTTP. */
export interface Operations {
  /** The paths of `answer`. */
  readonly paths: readonly string[];
  /** `body` is the parsed JSON of a POST. Undefined: no such route. */
  answer(method: string, path: string, body?: unknown): Promise<Reply | undefined>;
  /** For the start of a service's own work: takes its time, or throws {@link Misbehaved}. */
  misbehave(): Promise<void>;
}

const PATHS = ['/livez', '/readyz', '/metrics', '/misbehave'];

export function createOperations(log: Log): Operations {
  let misbehaviour: Misbehaviour = NONE;

  const change = (body: unknown): Reply => {
    const request = readRequest(misbehaviour, body);
    if (request.kind === 'refused') return json(400, { error: request.problem });
    if (request.kind === 'exit') {
      log.fatal('told to die');
      // After the answer; it dies hard, as of a power cut, and says goodbye to nobody.
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), 50);
      return json(202, { exit: true });
    }
    misbehaviour = request.to;
    log.warn(misbehaviour, 'told to behave otherwise');
    return json(200, misbehaviour);
  };

  return {
    paths: PATHS,
    async answer(method, path, body) {
      if (path === '/misbehave' && method === 'POST') return change(body);
      if (method !== 'GET') return undefined;
      if (path === '/misbehave') return json(200, misbehaviour);
      if (path === '/livez' || path === '/readyz') return json(200, { status: 'ok' });
      if (path !== '/metrics') return undefined;
      return { status: 200, type: register.contentType, body: await register.metrics() };
    },
    async misbehave() {
      if (misbehaviour.slowMs > 0) await pause(misbehaviour.slowMs);
      if (Math.random() < misbehaviour.failureRate) throw new Misbehaved();
    },
  };
}

export function json(status: number, body: unknown): Reply {
  return { status, type: 'application/json', body: JSON.stringify(body) };
}
