import { newestLoop, type LoopRow } from '@nunchi/store/queries/control/loop';
import { type StateCountRow, stateCounts } from '@nunchi/store/queries/control/states';
import type { Static } from 'typebox';
import type { FeatureContext } from '../context.ts';
import { getKillSwitch } from './kill-switch-service.ts';
import type { ControlStatusReply } from './schema.ts';

type Status = Static<typeof ControlStatusReply>;

/** The loop says every second that it is at work; a busy machine may make it miss some. */
const ALIVE_WITHIN_MS = 15_000;
const DAY_MS = 86_400_000;

export async function controlStatus(context: FeatureContext): Promise<Status> {
  const now = context.now();
  const [loop, killSwitch, counts] = await Promise.all([
    newestLoop(context.store),
    getKillSwitch(context),
    stateCounts(context.store, now - DAY_MS),
  ]);
  return { loop: toLoop(loop, now), killSwitch, counts: toCounts(counts) };
}

function toLoop(row: LoopRow | undefined, now: number): Status['loop'] {
  if (!row) {
    return {
      alive: false,
      lastSeen: null,
      startedAt: null,
      ingestLagMs: null,
      missedEvaluations: 0,
      problems: [],
    };
  }
  const lastSeen = Number(row.timeMs);
  return {
    alive: now - lastSeen <= ALIVE_WITHIN_MS,
    lastSeen,
    startedAt: Number(row.startedAtMs),
    ingestLagMs: typeof row.ingestLagMs === 'number' ? row.ingestLagMs : null,
    missedEvaluations: Number(row.missedEvaluations),
    problems: [...row.problems],
  };
}

function toCounts(rows: readonly StateCountRow[]): Status['counts'] {
  const of = (kind: string, ...states: string[]) =>
    rows.filter((row) => row.kind === kind && states.includes(row.state));
  const sum = (found: readonly StateCountRow[], column: 'subjects' | 'recent' = 'subjects') =>
    found.reduce((total, row) => total + Number(row[column]), 0);
  return {
    firing: sum(of('alarm', 'firing')),
    pending: sum(of('alarm', 'pending')),
    waitingApprovals: sum(of('action', 'waiting')),
    actionsInFlight: sum(of('action', 'started', 'applied', 'verified')),
    notificationsFailing:
      sum(of('notification', 'retrying')) + sum(of('notification', 'abandoned'), 'recent'),
  };
}
