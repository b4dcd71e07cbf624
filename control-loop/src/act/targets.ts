import type { ActionSnapshot, ActionTarget } from '@nunchi/store/control/snapshots';
import type { Caller } from '@nunchi/store/queries/services/callers';
import { accepts, isLiving, type RegisteredInstance } from '../registry/instance.ts';
import type { WantedConfig } from '../opamp/session.ts';

/** `host:port`: agents refuse anything else. */
const ADDRESS = /^[^\s/]{1,290}:\d{1,5}$/;

/** Whom an action would change: every living instance of the callers that can be told to. */
export function targetsOf(
  peer: string,
  calls: readonly Caller[],
  instances: readonly RegisteredInstance[],
): Pick<ActionSnapshot, 'addresses' | 'callers' | 'targets'> {
  const others = calls.filter(({ service }) => service !== peer);
  const addresses = [...new Set(others.flatMap((caller) => caller.addresses))]
    .filter((address) => ADDRESS.test(address))
    .sort();
  const callers = others.map(({ service }) => service).sort();
  return {
    addresses,
    callers,
    targets: instances
      .filter((instance) => callers.includes(instance.service) && canBeTold(instance))
      .map((instance) => ({ ...target(instance), breaker: breakerOf(instance, addresses) })),
  };
}

/**
 * The targets as their instances report themselves now; `wanted` is the configuration that a
 * service's instances should have. Instances that came since are targets too.
 */
export function observeTargets(
  action: ActionSnapshot,
  instances: readonly RegisteredInstance[],
  wanted: (service: string) => WantedConfig,
): ActionTarget[] {
  const byUid = new Map(instances.map((instance) => [instance.instanceUid, instance]));
  const known = new Set(action.targets.map(({ instanceUid }) => instanceUid));
  const came = instances.filter(
    (instance) =>
      action.callers.includes(instance.service) &&
      !known.has(instance.instanceUid) &&
      canBeTold(instance),
  );
  return [...action.targets, ...came.map(target)].map((before) => {
    const instance = byUid.get(before.instanceUid);
    if (!instance || !isLiving(instance)) {
      const message = instance?.status === 'left' ? 'it has left' : 'it is not heard of';
      return { ...before, state: 'gone', message, breaker: 'unknown' };
    }
    const breaker = breakerOf(instance, action.addresses);
    return { ...before, ...progress(before, instance, wanted(instance.service)), breaker };
  });
}

function progress(
  before: ActionTarget,
  instance: RegisteredInstance,
  { hash }: WantedConfig,
): Pick<ActionTarget, 'state' | 'message'> {
  const { reportedHash, configStatus, configError } = instance;
  if (reportedHash === hash && configStatus === 'applied') return { state: 'applied', message: '' };
  if (reportedHash === hash && configStatus === 'failed') {
    return { state: 'failed', message: configError };
  }
  // Once applied it stays so, also while another configuration is on its way.
  if (before.state === 'applied') return { state: 'applied', message: '' };
  return { state: 'wanted', message: '' };
}

function canBeTold(instance: RegisteredInstance): boolean {
  return isLiving(instance) && accepts(instance, 'acceptsRemoteConfig');
}

function target({ instanceUid, service, instance }: RegisteredInstance): ActionTarget {
  return { instanceUid, service, instance, state: 'wanted', message: '', breaker: 'unknown' };
}

const MOST_OPEN_FIRST = ['open', 'half-open', 'closed'] as const;

/** Of several addresses of the peer, the breaker that is most open. */
function breakerOf(
  { breakers }: RegisteredInstance,
  addresses: readonly string[],
): ActionTarget['breaker'] {
  const states = breakers
    .filter(({ address }) => addresses.includes(address))
    .map(({ state }) => state);
  return MOST_OPEN_FIRST.find((state) => states.includes(state)) ?? 'unknown';
}
