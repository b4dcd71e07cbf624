import type { Static } from 'typebox';
import type { Verdict as VerdictSchema } from './schema.ts';
import { bytes, count, duration, list } from './words.ts';

export type Verdict = Static<typeof VerdictSchema>;
type Problem = Verdict['problems'][number];

export interface Reasons {
  readonly reason: string;
  readonly total: number;
}

/** What is known at the end of the range, and what was left out within it. */
export interface Observed {
  /** When the range ends, epoch milliseconds. */
  readonly endMs: number;
  /** Processes that have told something, and when they did so last. */
  readonly processes: readonly { readonly process: string; readonly lastMs: number }[];
  /** A process that is silent for longer than this is away. */
  readonly silentAfterMs: number;
  readonly journal: {
    readonly bytes: number;
    readonly limitBytes: number | null;
    readonly ageSeconds: number;
    readonly pendingSegments: number;
  };
  /** Of the newest minute or step, whichever is longer. */
  readonly recent: {
    readonly insertSeconds: number | null;
    readonly insertFailures: number;
    readonly acknowledgeP99Ms: number | null;
  };
  readonly refusedSegments: number;
  readonly damagedBytes: number;
  readonly rejected: readonly Reasons[];
  readonly refused: readonly Reasons[];
  /** Connections that were closed or not taken. */
  readonly closed: readonly Reasons[];
  readonly cut: readonly Reasons[];
}

/** Blocks wait for half a second by themselves; this is longer than a slow disk takes. */
const BEHIND_SECONDS = 10;
const FAR_BEHIND_SECONDS = 30;
const NEARLY_FULL = 0.8;
const SLOW_ACKNOWLEDGEMENT_MS = 500;

const SEVERITIES = ['error', 'warning', 'note'] as const;
const STATES = { error: 'unhealthy', warning: 'degraded', note: 'healthy' } as const;

/** How the way of the data into the store is, in words for somebody on call. */
export function judge(observed: Observed): Verdict {
  if (observed.processes.length === 0) {
    return {
      state: 'unknown',
      words: 'The stack has told nothing of itself in this time',
      problems: [],
    };
  }
  const problems = [
    ...silence(observed),
    ...backlog(observed),
    ...losses(observed),
    ...leftOut(observed),
  ].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const [worst] = problems;
  const state = worst ? STATES[worst.severity] : 'healthy';
  const wrong = state === 'healthy' ? undefined : worst;
  return { state, words: wrong?.words ?? 'What arrives is stored', problems };
}

const error = (words: string): Problem => ({ severity: 'error', words });
const warning = (words: string): Problem => ({ severity: 'warning', words });

/** What the others tell comes by way of the collector, so their silence says nothing during its own. */
function silence({ processes, endMs, silentAfterMs }: Observed): Problem[] {
  const collector = processes.find(({ process }) => process === 'collector');
  if (!collector) return [error(`No telemetry from the collector in this time: ${NOT_HEARD}`)];
  const silentFor = ({ lastMs }: { readonly lastMs: number }) => endMs - lastMs;
  if (silentFor(collector) > silentAfterMs) {
    const time = duration(silentFor(collector));
    return [error(`No telemetry from the collector for ${time}: ${NOT_HEARD}`)];
  }
  return processes
    .filter((one) => silentFor(one) > silentAfterMs)
    .map((one) => warning(`No telemetry from the ${one.process} for ${duration(silentFor(one))}`));
}

/** Own telemetry goes the way of all data. */
const NOT_HEARD = 'it is away, or what it tells waits in its journal';

function backlog({ journal, recent }: Observed): Problem[] {
  const { bytes: used, limitBytes, ageSeconds, pendingSegments } = journal;
  const found: Problem[] = [];
  if (limitBytes !== null && used > limitBytes * NEARLY_FULL) {
    const share = Math.round((used / limitBytes) * 100);
    found.push(
      error(
        `The journal is ${share} % full (${bytes(used)} of ${bytes(limitBytes)}); beyond, requests are refused`,
      ),
    );
  }
  const waiting = `${count(pendingSegments, 'block')} ${pendingSegments === 1 ? 'waits' : 'wait'}, the oldest for ${duration(ageSeconds * 1_000)}`;
  const behind = pendingSegments > 0 && ageSeconds > BEHIND_SECONDS;
  if (recent.insertFailures >= 1) {
    const failed = `${count(Math.round(recent.insertFailures), 'insert')} failed and ${recent.insertFailures < 1.5 ? 'is' : 'are'} tried again`;
    const words = `The store does not take data: ${failed}`;
    found.push(behind ? error(`${words}; ${waiting}`) : warning(words));
  } else if (behind) {
    const { insertSeconds } = recent;
    const pace =
      insertSeconds === null
        ? 'The store has taken no block for a minute'
        : `The store takes ${duration(insertSeconds * 1_000)} for a block`;
    const severity = ageSeconds > FAR_BEHIND_SECONDS ? error : warning;
    found.push(severity(`${pace}; ${waiting}`));
  }
  const { acknowledgeP99Ms } = recent;
  if (acknowledgeP99Ms !== null && acknowledgeP99Ms > SLOW_ACKNOWLEDGEMENT_MS) {
    found.push(
      warning(`Senders wait for ${duration(acknowledgeP99Ms)} until they are answered (p99)`),
    );
  }
  return found;
}

function losses({ refusedSegments, damagedBytes }: Observed): Problem[] {
  const found: Problem[] = [];
  if (refusedSegments > 0) {
    found.push(
      error(
        `The store refused ${count(refusedSegments, 'block')}; kept in the journal's folder refused/`,
      ),
    );
  }
  if (damagedBytes > 0) {
    found.push(
      error(`${bytes(damagedBytes)} of the journal could not be read; kept in its folder damaged/`),
    );
  }
  return found;
}

function leftOut({ rejected, refused, closed, cut }: Observed): Problem[] {
  const found: Problem[] = [];
  if (rejected.length > 0) {
    found.push(warning(`${count(sum(rejected), 'record')} rejected: ${reasons(rejected)}`));
  }
  if (refused.length > 0) {
    found.push(warning(`${count(sum(refused), 'request')} refused: ${reasons(refused)}`));
  }
  if (closed.length > 0) {
    found.push(warning(`${count(sum(closed), 'connection')} closed: ${reasons(closed)}`));
  }
  if (cut.length > 0) {
    found.push({
      severity: 'note',
      words: `${count(sum(cut), 'part')} of records cut: ${reasons(cut)}`,
    });
  }
  return found;
}

const sum = (all: readonly Reasons[]): number =>
  Math.round(all.reduce((total, { total: more }) => total + more, 0));

/** Each reason once, over the signals; with its number where there are several. */
function reasons(all: readonly Reasons[]): string {
  const byReason = [...Map.groupBy(all, ({ reason }) => reason)]
    .map(([reason, same]) => ({ words: reason.replaceAll('_', ' '), total: sum(same) }))
    .sort((a, b) => b.total - a.total);
  const [only] = byReason;
  if (only && byReason.length === 1) return only.words;
  return list(byReason.map(({ words, total }) => `${words} (${total.toLocaleString('en')})`));
}
