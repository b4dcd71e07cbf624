import type { Store } from '@nunchi/store';
import { appendEvents } from '@nunchi/store/control/event-log';
import type { ControlEvent, NewEvent } from '@nunchi/store/control/events';
import type {
  ActionSnapshot,
  AlarmSnapshot,
  NotificationSnapshot,
} from '@nunchi/store/control/snapshots';
import { searchEvents } from '@nunchi/store/queries/control/search';
import { NOW_MS } from './app.ts';

/** Appends events as the control loop does. */
export async function append(store: Store, ...events: NewEvent[]): Promise<ControlEvent[]> {
  const [newest] = await searchEvents(store, { filter: {}, limit: 1 });
  return appendEvents(store, newest?.sequence ?? 0, events);
}

const common = { chain: 'f1@1', service: 'payment', cause: 0 };

export function alarmEvent(
  type: Extract<NewEvent, { body: AlarmSnapshot }>['type'],
  change: Partial<AlarmSnapshot> = {},
  more: Partial<Pick<NewEvent, 'time' | 'chain' | 'service'>> = {},
): NewEvent {
  const body: AlarmSnapshot = {
    fingerprint: 'f1',
    ruleId: 'r1',
    ruleName: 'payment is slow',
    severity: 'critical',
    labels: { service: 'payment' },
    annotations: {},
    state: 'firing',
    evaluation: 'ok',
    activeSince: NOW_MS - 60_000,
    firedAt: NOW_MS - 30_000,
    resolvedAt: null,
    clearSince: null,
    value: 900,
    condition: 'p95 of service:payment over 1m > 500 ms',
    message: '',
    ...change,
  };
  const { fingerprint } = body;
  const summary = `payment is ${body.state}.`;
  return { ...common, time: NOW_MS - 1_000, type, subject: fingerprint, summary, body, ...more };
}

export function notificationEvent(
  type: Extract<NewEvent, { body: NotificationSnapshot }>['type'],
  change: Partial<NotificationSnapshot> = {},
): NewEvent {
  const body: NotificationSnapshot = {
    id: 'f1/1/firing/ops',
    channel: 'ops',
    fingerprint: 'f1',
    status: 'firing',
    state: 'delivered',
    attempts: 1,
    queuedAt: NOW_MS,
    nextAttemptAt: null,
    deliveredAt: NOW_MS,
    lastError: null,
    alarm: alarmEvent('alarm.firing').body as AlarmSnapshot,
    ...change,
  };
  return {
    ...common,
    time: NOW_MS - 1_000,
    type,
    subject: body.id,
    summary: 'ops was told.',
    body,
  };
}

export function actionEvent(
  type: Extract<NewEvent, { body: ActionSnapshot }>['type'],
  change: Partial<ActionSnapshot> = {},
): NewEvent {
  const body: ActionSnapshot = {
    id: 'a1',
    kind: 'open-breaker',
    ruleId: 'r1',
    ruleName: 'payment is slow',
    fingerprint: 'f1',
    peer: 'payment',
    addresses: ['127.0.0.1:4412'],
    callers: ['checkout'],
    targets: [],
    mode: 'approve',
    state: 'waiting',
    reason: 'waits for a person',
    forMs: 60_000,
    slowCallMs: 500,
    proposedAt: NOW_MS - 10_000,
    expiresAt: NOW_MS + 900_000,
    startedAt: null,
    appliedAt: null,
    endsAt: null,
    endedAt: null,
    decision: null,
    verification: null,
    ...change,
  };
  return { ...common, time: NOW_MS - 1_000, type, subject: body.id, summary: 'It waits.', body };
}
