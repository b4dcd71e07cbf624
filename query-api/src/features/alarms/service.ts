import type { Questionable } from '@nunchi/store';
import type { EventOf } from '@nunchi/store/control/events';
import { lastEvaluations } from '@nunchi/store/queries/alarms/evaluations';
import { newestOfKind } from '@nunchi/store/queries/control/newest';
import { searchEvents } from '@nunchi/store/queries/control/search';
import type { Static } from 'typebox';
import { ApiError } from '../../errors.ts';
import { toControlEvent } from '../../model/event.ts';
import type { ControlEvent } from '../../schemas/control.ts';
import type { Alarm, AlarmsQuery } from './schema.ts';

type Shown = Static<typeof Alarm>;
type AlarmEvent = EventOf<'alarm'>;

const RESOLVED_FOR_MS = 86_400_000;
const MOST_ALARMS = 1_000;
const MOST_TRANSITIONS = 1_000;
const ORDER = ['firing', 'pending', 'resolved', 'inactive'];

export async function listAlarms(
  store: Questionable,
  { state, severity, service }: Static<typeof AlarmsQuery>,
  now: number,
): Promise<Shown[]> {
  const events = await newestOfKind(store, 'alarm');
  const rank = (event: AlarmEvent) => ORDER.indexOf(event.body.state);
  const asked = events
    .filter(({ body }) => body.state !== 'inactive')
    .filter(
      ({ body }) => body.state !== 'resolved' || (body.resolvedAt ?? 0) > now - RESOLVED_FOR_MS,
    )
    .filter(({ body }) => state === undefined || body.state === state)
    .filter(({ body }) => severity === undefined || body.severity === severity)
    .filter((event) => service === undefined || event.service === service)
    .sort((a, b) => rank(a) - rank(b) || b.body.activeSince - a.body.activeSince)
    .slice(0, MOST_ALARMS);
  return complete(store, asked);
}

export async function getAlarm(store: Questionable, fingerprint: string): Promise<Shown> {
  const [alarm] = await complete(
    store,
    await newestOfKind(store, 'alarm', { subject: fingerprint }),
  );
  if (alarm) return alarm;
  throw notFound(fingerprint);
}

export async function alarmHistory(
  store: Questionable,
  fingerprint: string,
): Promise<Static<typeof ControlEvent>[]> {
  const filter = { kind: 'alarm', subject: fingerprint } as const;
  const events = await searchEvents(store, { filter, limit: MOST_TRANSITIONS });
  if (events.length === 0) throw notFound(fingerprint);
  return events.map(toControlEvent);
}

const notFound = (fingerprint: string) =>
  new ApiError('alarm_not_found', `no alarm has the fingerprint ${fingerprint}`);

/** What belongs to the alarms: their values now, what was sent and what was done about them. */
async function complete(store: Questionable, events: readonly AlarmEvent[]): Promise<Shown[]> {
  const chains = [...new Set(events.map((event) => event.chain))];
  const ruleIds = [...new Set(events.map((event) => event.body.ruleId))];
  const [evaluations, notifications, actions] = await Promise.all([
    lastEvaluations(store, ruleIds),
    newestOfKind(store, 'notification', { chains }),
    newestOfKind(store, 'action', { chains }),
  ]);
  const valuesOf = new Map(evaluations.map((row) => [row.ruleId, row.values]));
  const sent = Map.groupBy(notifications, (event) => event.chain);
  const done = Map.groupBy(actions, (event) => event.chain);
  return events.map(({ body, chain, service, summary }) => {
    const value = valuesOf.get(body.ruleId)?.[body.fingerprint];
    return {
      ...body,
      chain,
      service,
      summary,
      currentValue: typeof value === 'number' ? value : null,
      notifications: byState(sent.get(chain) ?? []),
      actions: (done.get(chain) ?? []).map(({ body: action }) => ({
        id: action.id,
        kind: action.kind,
        peer: action.peer,
        state: action.state,
        verdict: action.verification?.verdict ?? null,
      })),
    };
  });
}

function byState(events: readonly EventOf<'notification'>[]): Shown['notifications'] {
  const counts = { queued: 0, retrying: 0, delivered: 0, abandoned: 0 };
  for (const { body } of events) counts[body.state] += 1;
  return counts;
}
