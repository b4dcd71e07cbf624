import type { NewEvent } from '@nunchi/store/control/events';
import type { InstanceSnapshot, InstanceStatus } from '@nunchi/store/control/snapshots';
import type { LoopState } from '../log/state.ts';
import { isLiving, nameOf, type RegisteredInstance } from './instance.ts';
import { FORGET_AFTER_MS } from './registry.ts';

const WORDS: Record<InstanceStatus, string> = {
  healthy: 'is healthy',
  degraded: 'is degraded',
  late: 'missed a heartbeat',
  down: 'missed three heartbeats and counts as down',
  left: 'has left',
};

/** After a start of the loop, whoever still runs has told of itself within this time. */
const FIRST_WORDS_WITHIN_MS = 300_000;

/** Events for every instance whose status is another than the log says. */
export function instanceEvents(
  state: Pick<LoopState, 'instance'>,
  instances: readonly RegisteredInstance[],
  { now, loopStart }: { readonly now: number; readonly loopStart: number },
): NewEvent[] {
  const seen = new Set(instances.map(({ instanceUid }) => instanceUid));
  const changed = instances.flatMap((instance) => {
    const last = state.instance.get(instance.instanceUid);
    if (last?.body.status === instance.status) return [];
    // Who is first heard of by its goodbye was never here.
    if (!last && instance.status === 'left') return [];
    return [instanceEvent(instance, last, now)];
  });
  if (now - loopStart < FIRST_WORDS_WITHIN_MS) return changed;
  const unheard = [...state.instance.values()]
    .filter(({ subject, body }) => !seen.has(subject) && body.status !== 'left')
    .map(({ body, sequence }) => forgotten(body, sequence, now));
  return [...changed, ...unheard];
}

/** Instances of whom nothing was heard for so long that nothing will be. */
export function longGone(instances: readonly RegisteredInstance[], now: number): string[] {
  return instances
    .filter((instance) => !isLiving(instance) && now - instance.lastSeen > FORGET_AFTER_MS)
    .map(({ instanceUid }) => instanceUid);
}

function instanceEvent(
  instance: RegisteredInstance,
  last: { readonly body: InstanceSnapshot; readonly sequence: number } | undefined,
  now: number,
): NewEvent {
  const { instanceUid, service, status } = instance;
  const why = status === 'degraded' ? `: ${reasonOf(instance)}` : '';
  const first = last ? '' : ' for the first time';
  return {
    type: `instance.${status}`,
    time: now,
    subject: instanceUid,
    chain: '',
    service,
    summary: `${nameOf(instance)} ${WORDS[status]}${first}${why}.`,
    cause: last?.sequence ?? 0,
    body: {
      instanceUid,
      service,
      instance: instance.instance,
      status,
      previous: last?.body.status ?? 'unknown',
    },
  };
}

function reasonOf({ health, configStatus, configError }: RegisteredInstance): string {
  if (configStatus === 'failed') return `it refused its configuration (${configError})`;
  return health?.lastError || health?.status || 'it says so';
}

function forgotten(body: InstanceSnapshot, cause: number, now: number): NewEvent {
  const { instanceUid, service, instance } = body;
  return {
    type: 'instance.left',
    time: now,
    subject: instanceUid,
    chain: '',
    service,
    summary: `${service} (${instance || instanceUid}) was not heard of any more and is forgotten.`,
    cause,
    body: { instanceUid, service, instance, status: 'left', previous: body.status },
  };
}
