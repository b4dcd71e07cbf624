import type {
  ActionSnapshot,
  AlarmSnapshot,
  BreakerSnapshot,
  InstanceSnapshot,
  KillSwitchSnapshot,
  NotificationSnapshot,
} from './snapshots.ts';

/** Types of events, by the body that they carry. */
export const EVENT_TYPES = {
  alarm: [
    'alarm.pending',
    'alarm.dropped', // pending, and gone before it fired
    'alarm.firing',
    'alarm.clearing', // its condition no longer holds; kept firing for a while
    'alarm.resolved',
    'alarm.no-data',
    'alarm.error',
    'alarm.data', // data again after no-data or error
  ],
  notification: [
    'notification.queued',
    'notification.retrying',
    'notification.delivered',
    'notification.abandoned',
  ],
  action: [
    'action.dry-run',
    'action.refused',
    'action.waiting',
    'action.rejected',
    'action.expired',
    'action.started',
    'action.applied',
    'action.failed',
    'action.verified',
    'action.rolled-back',
    'action.ended',
  ],
  breaker: ['breaker.open', 'breaker.half-open', 'breaker.closed'],
  instance: [
    'instance.healthy',
    'instance.degraded',
    'instance.late',
    'instance.down',
    'instance.left',
  ],
  'kill-switch': ['kill-switch.on', 'kill-switch.off'],
} as const;

export type EventKind = keyof typeof EVENT_TYPES;
export type EventType = (typeof EVENT_TYPES)[EventKind][number];

/** With these a subject's story is over. */
export const ENDS: ReadonlySet<EventType> = new Set<EventType>([
  'alarm.dropped',
  'alarm.resolved',
  'notification.delivered',
  'notification.abandoned',
  'action.dry-run',
  'action.refused',
  'action.rejected',
  'action.expired',
  'action.failed',
  'action.rolled-back',
  'action.ended',
  'breaker.closed',
  'instance.left',
]);

interface Bodies {
  alarm: AlarmSnapshot;
  notification: NotificationSnapshot;
  action: ActionSnapshot;
  breaker: BreakerSnapshot;
  instance: InstanceSnapshot;
  'kill-switch': KillSwitchSnapshot;
}

interface Common {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly subject: string;
  readonly chain: string;
  readonly service: string;
  /** One sentence for people. */
  readonly summary: string;
}

/** An event before it has its place in the log. */
export type NewEvent = {
  [Kind in EventKind]: Common & {
    readonly type: (typeof EVENT_TYPES)[Kind][number];
    readonly body: Bodies[Kind];
    /**
     * The event that led to this one: its sequence; -n: the one n places before in the same
     * block; 0: none.
     */
    readonly cause: number;
  };
}[EventKind];

/** An event of the log. `cause` is a sequence, 0: none. */
export type ControlEvent = NewEvent & { readonly sequence: number };

export type EventOf<Kind extends EventKind> = Extract<
  ControlEvent,
  { type: (typeof EVENT_TYPES)[Kind][number] }
>;

/** `alarm` of `alarm.firing`. */
export function kindOf(type: EventType): EventKind {
  return type.slice(0, type.indexOf('.')) as EventKind;
}
