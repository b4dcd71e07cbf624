import type { Alarm } from '../../../api/types.ts';
import type { ChartBand } from '../../../shared/chart/align.ts';
import { nanoToMs } from '../../../shared/format/time.ts';
import { actionOf, alarmOf } from '../../../shared/story/bodies.ts';
import type { StoryEvent } from '../../../shared/story/stories.ts';
import type { Deployment } from '../api/queries.ts';
import type { Window } from './charts.ts';

/** Something that happened to a service, for the time axis. */
export interface Happening {
  readonly id: string;
  readonly atMs: number;
  readonly kind: 'deployment' | 'alarm' | 'action' | 'instance';
  readonly tone: 'news' | 'bad' | 'good';
  /** Short enough for a label. */
  readonly words: string;
  /** The whole sentence. */
  readonly title: string;
  readonly leadsTo:
    | { readonly page: 'version'; readonly version: string }
    | { readonly page: 'alarm'; readonly fingerprint: string }
    | { readonly page: 'story'; readonly chain: string }
    | { readonly page: 'instances' };
}

/** What happened within the time, in order. */
export function happeningsOf(
  deployments: readonly Deployment[],
  events: readonly StoryEvent[],
  { from, to }: Window,
): Happening[] {
  const named = deployments.filter(({ version }) => version !== '');
  return [...named.map(ofDeployment), ...events.flatMap(ofEvent)]
    .filter(({ atMs }) => atMs >= from && atMs <= to)
    .sort((a, b) => a.atMs - b.atMs);
}

function ofDeployment({ version, instances, firstSeenUnixNano }: Deployment): Happening {
  return {
    id: `deployment ${version}`,
    atMs: nanoToMs(firstSeenUnixNano),
    kind: 'deployment',
    tone: 'news',
    words: version,
    title: `Version ${version} was seen for the first time, on ${instances} ${instances === 1 ? 'instance' : 'instances'} until now`,
    leadsTo: { page: 'version', version },
  };
}

/** Of a story only what turned it: every event of it is on the control loop's page. */
const TURNS: Readonly<Record<string, Pick<Happening, 'kind' | 'tone'> & { does: string }>> = {
  'alarm.firing': { kind: 'alarm', tone: 'bad', does: 'fires' },
  'alarm.resolved': { kind: 'alarm', tone: 'good', does: 'resolved' },
  'action.waiting': { kind: 'action', tone: 'news', does: 'waits for approval' },
  'action.started': { kind: 'action', tone: 'news', does: 'breakers open' },
  'action.failed': { kind: 'action', tone: 'bad', does: 'action failed' },
  'action.rolled-back': { kind: 'action', tone: 'news', does: 'rolled back' },
  'action.ended': { kind: 'action', tone: 'news', does: 'action ended' },
  'instance.down': { kind: 'instance', tone: 'bad', does: 'instance down' },
};

function ofEvent(event: StoryEvent): Happening[] {
  const turn = TURNS[event.type];
  if (turn === undefined) return [];
  const alarm = alarmOf(event);
  const rule = alarm?.ruleName ?? actionOf(event)?.ruleName;
  const { kind, tone, does } = turn;
  return [
    {
      id: `event ${event.sequence}`,
      atMs: event.timeMs,
      kind,
      tone,
      words: kind === 'alarm' && rule !== undefined ? `${rule} ${does}` : does,
      title: event.summary,
      leadsTo:
        alarm !== undefined
          ? { page: 'alarm', fingerprint: alarm.fingerprint }
          : event.chain !== ''
            ? { page: 'story', chain: event.chain }
            : { page: 'instances' },
    },
  ];
}

/** The times that alarms were firing. */
export const firingTimes = (
  alarms: readonly Pick<Alarm, 'firedAt' | 'resolvedAt'>[],
  { from, to }: Window,
): ChartBand[] =>
  alarms.flatMap(({ firedAt, resolvedAt }) =>
    firedAt === null || firedAt > to || (resolvedAt ?? to) < from
      ? []
      : [{ from: Math.max(firedAt, from), to: Math.min(resolvedAt ?? to, to) }],
  );
