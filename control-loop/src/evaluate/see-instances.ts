import type { InstanceCondition } from '@nunchi/store/alarms/rule';
import type { Observation } from '@nunchi/store/alarms/step';
import { matchesInstance } from '@nunchi/store/language/instances';
import { parseQuery } from '@nunchi/store/language/parse';
import type { RegisteredInstance } from '../registry/instance.ts';
import type { Labels } from './fingerprint.ts';
import type { Sight } from './sight.ts';

export type KnownInstance = Pick<
  RegisteredInstance,
  | 'instanceUid'
  | 'service'
  | 'namespace'
  | 'environment'
  | 'version'
  | 'instance'
  | 'status'
  | 'lastSeen'
>;

/**
 * Which instances are late or down. One that is down is late, too. Values: seconds since the last
 * heartbeat. `loopStart`: nobody was heard before (epoch milliseconds).
 */
export function seeInstances(
  condition: InstanceCondition,
  instances: readonly KnownInstance[],
  { now, loopStart }: { readonly now: number; readonly loopStart: number },
): Sight {
  const parsed = parseQuery(condition.query, 'instances');
  if (!parsed.ok) return { kind: 'failed', message: `the query: ${parsed.problem.message}` };

  // A process that was started anew under the same name takes the place of the one before.
  const newest = new Map<string, KnownInstance>();
  for (const instance of instances) {
    if (!matchesInstance(parsed.query, instance)) continue;
    const key = JSON.stringify(labelsOf(instance));
    const other = newest.get(key);
    if (!other || instance.lastSeen >= other.lastSeen) newest.set(key, instance);
  }
  const series = [...newest.values()].map((instance) => ({
    labels: labelsOf(instance),
    observation: observe(condition, instance, now, loopStart),
  }));
  const message = 'the instance is not in the registry any more';
  return { kind: 'seen', series, missing: () => ({ kind: 'gone', message }) };
}

function observe(
  { states }: InstanceCondition,
  { status, lastSeen }: KnownInstance,
  now: number,
  loopStart: number,
): Observation {
  if (status === 'left') return { kind: 'gone', message: 'the instance said goodbye' };
  const active = status === 'down' || (status === 'late' && states.includes('late'));
  if (!active && lastSeen < loopStart) {
    // Its silence counts from the start of the loop: that is no proof that it is well.
    return { kind: 'no-data', message: 'not heard since the control loop started' };
  }
  return { kind: 'value', active, value: Math.max(0, now - lastSeen) / 1_000 };
}

/** Not the version: an alarm goes on when the instance comes back with another one. */
function labelsOf({ service, namespace, environment, instance, instanceUid }: KnownInstance) {
  return {
    service,
    ...(namespace !== '' && { namespace }),
    ...(environment !== '' && { environment }),
    instance: instance || instanceUid,
  } satisfies Labels;
}
