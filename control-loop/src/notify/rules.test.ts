import { createHmac } from 'node:crypto';
import type { AlarmSnapshot, NotificationSnapshot } from '@nunchi/store/control/snapshots';
import { expect, it } from 'vitest';
import { mayReach, parseRanges, resolveHost } from './address.ts';
import { outcomeEvent } from './outcome-event.ts';
import { webhookPayload } from './payload.ts';
import { dueNotifications, type Queued } from './queue.ts';
import { nextAttempt, retryAfterMs } from './retry.ts';
import { signature } from './signature.ts';

const NOW = 1_760_000_000_000;

const ALARM: AlarmSnapshot = {
  fingerprint: 'f1',
  ruleId: 'r1',
  ruleName: 'payment is slow',
  severity: 'critical',
  labels: { service: 'payment', team: 'shop' },
  annotations: { runbook: 'https://example.org/runbook' },
  state: 'firing',
  evaluation: 'ok',
  activeSince: NOW - 60_000,
  firedAt: NOW - 30_000,
  resolvedAt: null,
  clearSince: null,
  value: 1_500,
  condition: 'p95 of service:payment over 1m > 500 ms',
  message: '',
};

let events = 0;
function queued(changes: Partial<NotificationSnapshot> = {}): Queued {
  events += 1;
  const body: NotificationSnapshot = {
    id: `n${events}`,
    channel: 'ops',
    fingerprint: 'f1',
    status: 'firing',
    state: 'queued',
    attempts: 0,
    queuedAt: NOW,
    nextAttemptAt: NOW,
    deliveredAt: null,
    lastError: null,
    alarm: ALARM,
    ...changes,
  };
  return {
    type: body.state === 'queued' ? 'notification.queued' : 'notification.retrying',
    time: NOW,
    subject: body.id,
    chain: 'f1@1',
    service: 'payment',
    summary: '',
    cause: 0,
    sequence: events,
    body,
  };
}

const due = (waiting: readonly Queued[], busy: readonly string[] = []) =>
  dueNotifications(
    { notification: new Map(waiting.map((event) => [event.subject, event])) },
    new Set(busy),
    NOW,
  );

it.each([
  ['93.184.216.34', true],
  ['2606:2800:220:1:248:1893:25c8:1946', true],
  ['127.0.0.1', false],
  ['10.1.2.3', false],
  ['172.16.0.1', false],
  ['192.168.1.1', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['::', false],
  ['fe80::1', false],
  ['fd00::1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:a00:1', false],
  ['64:ff9b::7f00:1', false],
  ['2002:7f00:1::', false],
])('a webhook to %s: %s', (address, allowed) => {
  expect(mayReach(address, [])).toBe(allowed);
});

it('reaches what an operator allows, and no more', () => {
  const { ranges, problems } = parseRanges(['10.0.0.0/8', '127.0.0.1/32', 'fd00::/8', 'home']);
  expect(problems).toEqual(['home is not a range of addresses such as 10.0.0.0/8']);
  expect(mayReach('10.9.9.9', ranges)).toBe(true);
  expect(mayReach('::ffff:10.9.9.9', ranges)).toBe(true);
  expect(mayReach('fd12::1', ranges)).toBe(true);
  expect(mayReach('192.168.0.1', ranges)).toBe(false);
});

it('refuses a name when one of its addresses is inside', async () => {
  const resolve = async () =>
    [
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ] as const;
  expect(await resolveHost(new URL('http://hook.example/'), [], resolve)).toEqual({
    kind: 'refused',
    reason:
      '127.0.0.1 (hook.example) is not a public address; an operator may allow its range by NUNCHI_WEBHOOK_ALLOW',
  });
});

it.each(['http://0x7f000001/', 'http://2130706433/', 'http://127.1/', 'http://[::ffff:7f00:1]/'])(
  'sees through %s',
  async (url) => {
    expect(await resolveHost(new URL(url), [])).toMatchObject({ kind: 'refused' });
  },
);

it('waits twice as long after each failure, at most five minutes, and gives up after a day', () => {
  const wait = (attempts: number, retryAfter = 0, random = 1) => {
    const next = nextAttempt({ attempts, queuedAt: NOW }, retryAfter, NOW, random);
    return next.kind === 'wait' ? next.until - NOW : next.kind;
  };
  expect([1, 2, 3, 4].map((attempts) => wait(attempts))).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect(wait(20)).toBe(300_000);
  expect(wait(2, 0, 0)).toBe(1_000);
  expect(wait(1, 60_000)).toBe(60_000);
  const late = { attempts: 300, queuedAt: NOW - 24 * 3_600_000 };
  expect(nextAttempt(late, 0, NOW, 0)).toEqual({ kind: 'give-up' });
});

it.each([
  ['120', 120_000],
  [new Date(NOW + 5_000).toUTCString(), 5_000],
  [new Date(NOW - 5_000).toUTCString(), 0],
  ['soon', 0],
  [undefined, 0],
])('Retry-After %s is %i ms', (header, ms) => {
  expect(retryAfterMs(header, NOW)).toBe(ms);
});

it('signs time and body', () => {
  const code = createHmac('sha256', 'secret').update('1760000000.{}').digest('hex');
  expect(signature('{}', 'secret', NOW)).toBe(`t=1760000000,v1=${code}`);
});

it('says it as Alertmanager does', () => {
  const { body } = queued();
  const labels = {
    service: 'payment',
    team: 'shop',
    alertname: 'payment is slow',
    severity: 'critical',
  };
  expect(webhookPayload(body)).toMatchObject({
    version: '4',
    status: 'firing',
    receiver: 'ops',
    commonLabels: labels,
    alerts: [
      {
        status: 'firing',
        labels,
        startsAt: new Date(NOW - 30_000).toISOString(),
        endsAt: '0001-01-01T00:00:00Z',
        fingerprint: 'f1',
      },
    ],
  });
  const resolved = { ...ALARM, state: 'resolved' as const, resolvedAt: NOW };
  const [alert] = webhookPayload({ ...body, status: 'resolved', alarm: resolved }).alerts;
  expect(alert?.endsAt).toBe(new Date(NOW).toISOString());
});

it('sends one at a time to a channel, the oldest first, and passes over who waits', () => {
  const first = queued({ fingerprint: 'a' });
  const second = queued({ fingerprint: 'b' });
  const other = queued({ channel: 'chat', fingerprint: 'a' });
  const later = queued({ channel: 'mail', state: 'retrying', nextAttemptAt: NOW + 1 });
  const behind = queued({ channel: 'mail', fingerprint: 'b' });
  expect(due([second, first, other, later, behind])).toEqual([first, other, behind]);
  expect(due([first, second, other], ['ops'])).toEqual([other]);
});

it('does not tell the end of an alarm while its beginning waits', () => {
  const firing = queued({ state: 'retrying', nextAttemptAt: NOW + 1_000 });
  const resolved = queued({ status: 'resolved', queuedAt: NOW + 1 });
  expect(due([firing, resolved])).toEqual([]);
  expect(due([resolved])).toEqual([resolved]);
});

it.each([
  [{ kind: 'delivered' }, 'notification.delivered', null],
  [{ kind: 'rejected', reason: 'it answered 404' }, 'notification.abandoned', 'it answered 404'],
  [
    { kind: 'retry', reason: 'it answered 500', retryAfterMs: 0 },
    'notification.retrying',
    'it answered 500',
  ],
] as const)('%o → %s', (outcome, type, lastError) => {
  const event = outcomeEvent(queued(), outcome, NOW, 1);
  expect(event).toMatchObject({ type, body: { attempts: 1, lastError } });
});
