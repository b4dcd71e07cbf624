import type { AlarmRule } from '@nunchi/store/alarms/rule';
import type { Decision } from '@nunchi/store/control/decision';
import { newestDocuments } from '@nunchi/store/control/documents';
import type { ControlEvent } from '@nunchi/store/control/events';
import type { ServiceSettings } from '@nunchi/store/control/settings';
import type { Verification } from '@nunchi/store/control/snapshots';
import { type Caller, callersOf } from '@nunchi/store/queries/services/callers';
import { rangeBefore } from '@nunchi/store/queries/time';
import type { LoopContext, Worker } from '../context.ts';
import { every } from '../runtime/every.ts';
import { Trouble } from '../runtime/trouble.ts';
import { compare } from '../verify/compare.ts';
import { periodsToCompare } from '../verify/timing.ts';
import { actionsOf } from './desired.ts';
import type { KillSwitch, Observations } from './observations.ts';
import { peersToAsk, plan } from './plan.ts';

const EVERY_MS = 1_000;
const CALLERS_LOOKBACK_MS = 600_000;

type Context = Pick<
  LoopContext,
  'config' | 'store' | 'log' | 'documents' | 'agents' | 'now' | 'logger'
>;

/** Holds what is wanted of the agents against what they report, again and again. */
export function reconcileActions(context: Context): Worker {
  const trouble = new Trouble(context.logger, 'actions cannot be decided');
  return every({ everyMs: EVERY_MS, failed: trouble.failed }, async () => {
    await reconcile(context);
    trouble.passed();
  });
}

/** One round: sees, decides, and stores what was decided; the agents are told by OpAMP. */
export async function reconcile(context: Context): Promise<readonly ControlEvent[]> {
  const { log, documents, agents, now, store } = context;
  const known = {
    now: now(),
    rules: documents.of<AlarmRule>('alarm-rule'),
    decisions: documents.of<Decision>('decision'),
    settings: documents.of<ServiceSettings>('service-config'),
  };
  const callers = await askCallers(context, peersToAsk(log.state, known), known.now);
  const verifications = await compareDue(context, known);
  // Last, so that nothing is done on a switch that was looked at before the questions.
  const [killSwitch] = await newestDocuments<KillSwitch>(store, ['kill-switch'], 'kill-switch');
  const seen: Observations = {
    ...known,
    instances: agents.instances(),
    killSwitch: killSwitch?.deleted ? undefined : killSwitch,
    callers,
    verifications,
  };
  return log.decide((state) => plan(state, seen));
}

async function askCallers(
  { store, logger }: Context,
  peers: ReadonlySet<string>,
  now: number,
): Promise<ReadonlyMap<string, readonly Caller[]>> {
  const callers = new Map<string, readonly Caller[]>();
  const range = rangeBefore(now, CALLERS_LOOKBACK_MS);
  for (const peer of peers) {
    try {
      callers.set(peer, await callersOf(store, peer, range));
    } catch (error) {
      logger.warn({ err: error, peer }, 'who calls this service is not known at the moment');
    }
  }
  return callers;
}

async function compareDue(
  { store, log, config, logger }: Context,
  { now, rules }: Pick<Observations, 'now' | 'rules'>,
): Promise<ReadonlyMap<string, Verification>> {
  const verifications = new Map<string, Verification>();
  for (const action of actionsOf(log.state)) {
    const periods = periodsToCompare(action, now, config.evaluationDelayMs);
    if (!periods) continue;
    const rule = rules.find(({ id }) => id === action.ruleId)?.body;
    try {
      verifications.set(action.id, await compare(store, action, rule, periods, now));
    } catch (error) {
      logger.warn({ err: error, action: action.id }, 'an action cannot be judged at the moment');
    }
  }
  return verifications;
}
