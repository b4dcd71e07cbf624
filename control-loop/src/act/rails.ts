import type { AlarmRule } from '@nunchi/store/alarms/rule';
import type { Document } from '@nunchi/store/control/documents';
import type { ActionSnapshot, AlarmSnapshot } from '@nunchi/store/control/snapshots';
import { isLiving, type RegisteredInstance } from '../registry/instance.ts';
import { IN_FORCE } from './desired.ts';
import type { KillSwitch, Observations } from './observations.ts';
import { listed } from './words.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const RAILS = {
  perServiceAnHour: 3,
  perHour: 10,
  coolDownMs: 10 * MINUTE_MS,
  failuresUntilQuarantine: 2,
  /** With fewer instances, some that stop together are nothing unusual. */
  freezeFromInstances: 4,
  freezeWithinMs: 10 * MINUTE_MS,
  approvalExpiresAfterMs: 15 * MINUTE_MS,
  mostAddresses: 400,
} as const;

/** Why an action may not be done now; undefined: it may. */
export function forbidden(
  action: ActionSnapshot,
  alarm: Pick<AlarmSnapshot, 'evaluation'>,
  rule: Document<AlarmRule>,
  others: readonly ActionSnapshot[],
  { now, killSwitch, instances }: Pick<Observations, 'now' | 'killSwitch' | 'instances'>,
): string | undefined {
  const before = others.filter(({ id }) => id !== action.id);
  return (
    byKillSwitch(killSwitch) ??
    byDoubt(alarm) ??
    byFreeze(instances, now) ??
    byQuarantine(action, rule, before) ??
    byCoolDown(action, before, now) ??
    byOneAtATime(action, before) ??
    byBudget(action, before, now) ??
    // All callers are meant, not 20 % of them: opening a breaker takes no instance away.
    byTargets(action)
  );
}

export function byKillSwitch(document: Document<KillSwitch> | undefined): string | undefined {
  if (!document?.body.engaged) return undefined;
  const { by, reason } = document.body;
  return `the kill switch is engaged by ${by || document.author}${reason ? `: ${reason}` : ''}`;
}

function byDoubt({ evaluation }: Pick<AlarmSnapshot, 'evaluation'>): string | undefined {
  if (evaluation === 'ok') return undefined;
  const what = evaluation === 'error' ? 'the last evaluation failed' : 'there is no data';
  return `nothing is done while the alarm cannot be judged: ${what}`;
}

/** When many instances fall silent at once, it is more likely that we do not hear. */
function byFreeze(instances: readonly RegisteredInstance[], now: number): string | undefined {
  const lately = instances.filter(
    ({ status, lastSeen }) => status !== 'left' && now - lastSeen < RAILS.freezeWithinMs,
  );
  const silent = lately.filter((instance) => instance.status === 'late' || !isLiving(instance));
  if (lately.length < RAILS.freezeFromInstances || silent.length * 2 <= lately.length) {
    return undefined;
  }
  return (
    `${silent.length} of ${lately.length} instances stopped their heartbeats together: ` +
    'that is rather a fault of ours, so nothing is done'
  );
}

/** Editing the rule is how a person says that it may try again. */
function byQuarantine(
  { ruleId, kind, peer }: ActionSnapshot,
  rule: Document<AlarmRule>,
  before: readonly ActionSnapshot[],
): string | undefined {
  const judged = before
    .filter((action) => action.ruleId === ruleId && action.kind === kind && action.peer === peer)
    .filter((action) => action.proposedAt > rule.time && outcome(action) !== 'unknown')
    .sort((a, b) => b.proposedAt - a.proposedAt)
    .slice(0, RAILS.failuresUntilQuarantine);
  if (judged.length < RAILS.failuresUntilQuarantine) return undefined;
  if (judged.some((action) => outcome(action) !== 'failure')) return undefined;
  return (
    `it failed ${judged.length} times in a row for this rule and is in quarantine ` +
    'until the rule is edited'
  );
}

function outcome({ state, verification }: ActionSnapshot): 'success' | 'failure' | 'unknown' {
  if (state === 'failed') return 'failure';
  if (!verification || verification.verdict === 'inconclusive') return 'unknown';
  return verification.verdict === 'helped' ? 'success' : 'failure';
}

function byCoolDown(
  { ruleId, peer }: ActionSnapshot,
  before: readonly ActionSnapshot[],
  now: number,
): string | undefined {
  const over = before
    .filter((action) => action.ruleId === ruleId && action.peer === peer)
    .flatMap(({ startedAt, endedAt }) => (startedAt !== null && endedAt !== null ? [endedAt] : []));
  const left = Math.max(...over, -Infinity) + RAILS.coolDownMs - now;
  if (left <= 0) return undefined;
  const minutes = Math.ceil(left / MINUTE_MS);
  return `this rule acted towards ${peer} lately and cools down for ${minutes} more min`;
}

function byOneAtATime(
  action: ActionSnapshot,
  before: readonly ActionSnapshot[],
): string | undefined {
  const inFlight = before.find(
    (other) => IN_FORCE.has(other.state) && shared(action, other).length > 0,
  );
  if (!inFlight) return undefined;
  const services = listed(shared(action, inFlight));
  return `another action on ${services} is in flight: ${inFlight.id} of ${inFlight.ruleName}`;
}

function byBudget(
  action: ActionSnapshot,
  before: readonly ActionSnapshot[],
  now: number,
): string | undefined {
  const lately = before.filter(({ startedAt }) => startedAt !== null && startedAt > now - HOUR_MS);
  if (lately.length >= RAILS.perHour) {
    return `${lately.length} actions were started in the last hour, and ${RAILS.perHour} is the limit`;
  }
  for (const service of servicesOf(action)) {
    const count = lately.filter((other) => servicesOf(other).includes(service)).length;
    if (count >= RAILS.perServiceAnHour) {
      return `${count} actions on ${service} were started in the last hour, and ${RAILS.perServiceAnHour} is the limit`;
    }
  }
  return undefined;
}

/** Why there is nobody to tell, whatever the moment. */
export function byTargets({
  peer,
  callers,
  targets,
  addresses,
}: ActionSnapshot): string | undefined {
  if (callers.length === 0) return `no service was seen calling ${peer} in the last 10 minutes`;
  if (addresses.length === 0) return `at which address ${peer} is called is not known`;
  if (addresses.length > RAILS.mostAddresses) {
    return `${peer} is called at ${addresses.length} addresses, and agents take ${RAILS.mostAddresses} at most`;
  }
  if (targets.length > 0) return undefined;
  return `no instance of ${listed(callers)} is connected and accepts remote configuration`;
}

/** The services that an action is about: who calls, and whom. */
function servicesOf({ peer, callers }: ActionSnapshot): string[] {
  return [...new Set([...callers, peer])];
}

function shared(one: ActionSnapshot, other: ActionSnapshot): string[] {
  return servicesOf(one).filter((service) => servicesOf(other).includes(service));
}
