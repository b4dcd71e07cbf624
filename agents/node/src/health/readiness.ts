import { words } from '../diagnostics.ts';
import { applicationChecks, type ReadinessCheck } from './checks.ts';

/** What the agent knows of the process by itself. */
export interface ProcessState {
  readonly isStopping: () => boolean;
  /** The share of requests that is refused. */
  readonly shedShare: () => number;
  /** No server has listened so far, and one will, or may. */
  readonly isStarting: () => boolean;
}

export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  readonly reason?: string;
}

export interface Readiness {
  readonly status: 'ready' | 'not ready';
  /** Why not, of all checks that failed. */
  readonly reason?: string;
  readonly checks: readonly CheckResult[];
}

const LIMIT_MS = 1000;
const MAX_REASON = 200;

/** A process that has made no server by then, and says nothing of its readiness, is no server. */
const LOADED_MS = 10_000;

/** Whether the application may yet begin to listen; before it is loaded it has not made a server. */
export function isStarting(
  { everListened, wereMade }: { readonly everListened: boolean; readonly wereMade: boolean },
  uptimeMs: number,
): boolean {
  if (everListened || wereMade) return !everListened;
  return uptimeMs < LOADED_MS && applicationChecks().size === 0;
}

/** Asks all checks at once; those of the application for a second at most. Never rejects. */
export function createReadiness(state: ProcessState, limitMs = LIMIT_MS): () => Promise<Readiness> {
  const own = ownChecks(state);
  const ask = askOnce(limitMs);
  return async () => {
    const asked = [...applicationChecks()].map(([name, check]) => ask(name, check));
    const checks = [...own(), ...(await Promise.all(asked))];
    const failed = checks.filter(({ ok }) => !ok);
    if (failed.length === 0) return { status: 'ready', checks };
    const reason = failed.map((each) => `${each.name}: ${each.reason}`).join('; ');
    return { status: 'not ready', reason, checks };
  };
}

function ownChecks({ isStopping, shedShare, isStarting }: ProcessState) {
  const result = (name: string, reason: string | undefined): CheckResult =>
    reason === undefined ? { name, ok: true } : { name, ok: false, reason };
  return (): CheckResult[] => {
    const share = shedShare();
    return [
      result('listening', isStarting() ? 'no server listens yet' : undefined),
      result(
        'load',
        share > 0 ? `overloaded, ${Math.round(share * 100)} % of requests are refused` : undefined,
      ),
      result('running', isStopping() ? 'the process is ending' : undefined),
    ];
  };
}

/** A check that has not answered the last time is not called again: probes must not pile up work. */
function askOnce(limitMs: number) {
  const underWay = new Map<ReadinessCheck, Promise<string | undefined>>();
  return async (name: string, check: ReadinessCheck): Promise<CheckResult> => {
    let answer = underWay.get(check);
    if (!answer) {
      answer = problemOf(check).finally(() => underWay.delete(check));
      underWay.set(check, answer);
    }
    const reason = await within(limitMs, answer);
    return reason === undefined
      ? { name, ok: true }
      : { name, ok: false, reason: reason.slice(0, MAX_REASON) };
  };
}

/** Undefined: it is fine. */
async function problemOf(check: ReadinessCheck): Promise<string | undefined> {
  try {
    return (await check()) === false ? 'the check failed' : undefined;
  } catch (error) {
    return words(error) || 'the check failed';
  }
}

async function within(limitMs: number, answer: Promise<string | undefined>) {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${limitMs} ms`), limitMs).unref();
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
