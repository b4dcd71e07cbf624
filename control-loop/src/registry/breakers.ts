import type { BreakerState } from '@nunchi/store/control/health';
import type { EventOf, NewEvent } from '@nunchi/store/control/events';
import type { LoopState } from '../log/state.ts';
import { type Instance, isLiving, nameOf, type RegisteredInstance } from './instance.ts';
import type { BreakerChange } from './registry.ts';

/** A breaker's change this long after an action's end is still the action's doing. */
const AFTERMATH_MS = 300_000;

/** After a start of the loop, whoever still runs has told of itself within this time. */
const FIRST_WORDS_WITHIN_MS = 60_000;

const WORDS: Record<BreakerState, string> = {
  closed: 'closed its breaker',
  open: 'opened its breaker',
  'half-open': 'tries again',
};

type BreakerLog = Pick<LoopState, 'breaker' | 'action'>;

interface Change {
  readonly instance: Instance;
  readonly address: string;
  readonly state: BreakerState;
  readonly reason: string;
  readonly at: number;
}

interface Known {
  readonly state: BreakerState;
  readonly chain: string;
}

/**
 * Events for the changes that agents told of, in order, and then for every breaker whose state is
 * all the same another than the log says. A breaker that was never heard of counts as closed.
 */
export function breakerEvents(
  log: BreakerLog,
  changes: readonly BreakerChange[],
  instances: readonly RegisteredInstance[],
  { now, loopStart }: { readonly now: number; readonly loopStart: number },
): NewEvent[] {
  const known = new Map<string, Known>(
    [...log.breaker].map(([subject, { body, chain }]) => [subject, { state: body.state, chain }]),
  );
  const events: NewEvent[] = [];
  const note = (change: Change): void => {
    const event = breakerEvent(log, known, change);
    if (!event) return;
    known.set(event.subject, { state: change.state, chain: event.chain });
    events.push(event);
  };
  changes.forEach(note);
  for (const instance of instances) {
    if (!isLiving(instance)) continue;
    for (const breaker of instance.breakers) note({ ...breaker, instance, at: now });
  }
  return [...events, ...vanished(log, known, instances, { now, loopStart })];
}

function breakerEvent(
  log: BreakerLog,
  known: ReadonlyMap<string, Known>,
  { instance, address, state, reason, at }: Change,
): NewEvent | undefined {
  const { instanceUid, service } = instance;
  const subject = `${instanceUid}/${address}`;
  const before = known.get(subject);
  if ((before?.state ?? 'closed') === state) return undefined;
  const holder = holderOf(log, before, { service, address, at });
  return {
    type: `breaker.${state}`,
    time: at,
    subject,
    chain: holder?.chain ?? '',
    service,
    summary: `${nameOf(instance)} ${WORDS[state]} towards ${address}${reason && `: ${reason}`}.`,
    cause: holder?.sequence ?? 0,
    body: {
      instanceUid,
      service,
      instance: instance.instance,
      address,
      state,
      previous: before?.state ?? 'unknown',
      reason,
    },
  };
}

/** The action that holds this breaker, or held it until lately or ever since it is not closed. */
function holderOf(
  { action: actions }: BreakerLog,
  before: Known | undefined,
  { service, address, at }: { service: string; address: string; at: number },
): EventOf<'action'> | undefined {
  const stillOpen = before && before.state !== 'closed' ? before.chain : undefined;
  return [...actions.values()]
    .filter(({ body, chain }) => {
      if (body.startedAt === null || body.startedAt > at) return false;
      if (!body.callers.includes(service) || !body.addresses.includes(address)) return false;
      const until = (body.endedAt ?? body.endsAt ?? body.startedAt) + AFTERMATH_MS;
      return at <= until || (stillOpen !== undefined && stillOpen === chain);
    })
    .sort((a, b) => (b.body.startedAt ?? 0) - (a.body.startedAt ?? 0))[0];
}

/** Breakers that were not closed and are gone, with their instance or without it. */
function vanished(
  log: BreakerLog,
  known: ReadonlyMap<string, Known>,
  instances: readonly RegisteredInstance[],
  { now, loopStart }: { readonly now: number; readonly loopStart: number },
): NewEvent[] {
  const registered = new Set(instances.map(({ instanceUid }) => instanceUid));
  const there = new Set(
    instances
      .filter(isLiving)
      .flatMap(({ instanceUid, breakers }) =>
        breakers.map(({ address }) => `${instanceUid}/${address}`),
      ),
  );
  return [...log.breaker.values()].flatMap((last): NewEvent[] => {
    if (known.get(last.subject)?.state === 'closed' || there.has(last.subject)) return [];
    const unheard = !registered.has(last.body.instanceUid);
    if (unheard && now - loopStart < FIRST_WORDS_WITHIN_MS) return [];
    const reason = 'it is not reported any more';
    const { service, instance, instanceUid, address } = last.body;
    const who = `${service} (${instance || instanceUid})`;
    return [
      {
        type: 'breaker.closed',
        time: now,
        subject: last.subject,
        chain: last.chain,
        service,
        summary: `The breaker of ${who} towards ${address} is gone: ${reason}.`,
        cause: last.sequence,
        body: { ...last.body, state: 'closed', previous: last.body.state, reason },
      },
    ];
  });
}
