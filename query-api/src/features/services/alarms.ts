import type { Questionable } from '@nunchi/store';
import type { EventOf } from '@nunchi/store/control/events';
import { newestOfKind } from '@nunchi/store/queries/control/newest';
import type { TimeRange } from '@nunchi/store/queries/time';
import type { FiringAlarm } from './health.ts';

/** Alarms that fired at the end of the range, by the service that they are about. */
export async function firingAlarms(
  store: Questionable,
  range: TimeRange,
): Promise<ReadonlyMap<string, readonly FiringAlarm[]>> {
  const endMs = Number(range.to / 1_000_000n);
  const fires = ({ body: { firedAt, resolvedAt } }: EventOf<'alarm'>) =>
    firedAt !== null && firedAt <= endMs && (resolvedAt === null || resolvedAt > endMs);
  const firing = (await newestOfKind(store, 'alarm')).filter(fires);
  const inWords = ({ body, summary }: EventOf<'alarm'>) => ({ severity: body.severity, summary });
  const byService = Map.groupBy(firing, ({ service }) => service);
  return new Map([...byService].map(([service, events]) => [service, events.map(inWords)]));
}
