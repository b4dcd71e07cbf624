import { insert } from '@nunchi/store/queries/testing/insert';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, createTestApi, NOW_MS, type TestApi } from '../../testing/app.ts';
import { actionEvent, alarmEvent, append, notificationEvent } from '../../testing/events.ts';
import { Alarm, AlarmHistoryReply, AlarmsReply } from './schema.ts';

const DAY_MS = 86_400_000;

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  const other = (fingerprint: string) => ({ fingerprint, severity: 'warning' as const });
  const resolved = (fingerprint: string, at: number) =>
    alarmEvent(
      'alarm.resolved',
      { ...other(fingerprint), state: 'resolved', resolvedAt: at },
      { chain: `${fingerprint}@1`, service: 'cart' },
    );
  await append(
    api.store,
    alarmEvent('alarm.pending', { state: 'pending', firedAt: null }, { time: NOW_MS - 60_000 }),
    resolved('old', NOW_MS - 2 * DAY_MS),
    resolved('lately', NOW_MS - 1_000),
    alarmEvent('alarm.pending', { ...other('soon'), state: 'pending' }, { chain: 'soon@1' }),
    alarmEvent('alarm.dropped', { ...other('never'), state: 'inactive' }, { chain: 'never@1' }),
    alarmEvent('alarm.firing'),
    notificationEvent('notification.queued', { state: 'queued' }),
    notificationEvent('notification.delivered'),
    notificationEvent('notification.retrying', { id: 'f1/1/firing/other', state: 'retrying' }),
    actionEvent('action.waiting'),
  );
  await insert(api.store, 'rule_evaluations', [
    { rule_id: 'r1', time: ago(1), outcome: 'ok', values: { f1: 1_250.5 } },
  ]);
});
afterAll(() => api.close());

const fingerprints = async (query = '') =>
  (await api.ok(`/alarms${query}`, AlarmsReply)).alarms.map(({ fingerprint }) => fingerprint);

describe('GET /alarms', () => {
  it('lists firing, pending, and resolved lately, and no others', async () => {
    expect(await fingerprints()).toEqual(['f1', 'soon', 'lately']);
  });

  it.each([
    ['?state=pending', ['soon']],
    ['?severity=critical', ['f1']],
    ['?service=cart', ['lately']],
    ['?service=cart&state=firing', []],
  ])('%s: %j', async (query, expected) => {
    expect(await fingerprints(query)).toEqual(expected);
  });

  it('says what the value is now, who was told, and what is done about it', async () => {
    const { alarms } = await api.ok('/alarms?state=firing', AlarmsReply);
    expect(alarms).toMatchObject([
      {
        fingerprint: 'f1',
        chain: 'f1@1',
        value: 900,
        currentValue: 1_250.5,
        notifications: { queued: 0, retrying: 1, delivered: 1, abandoned: 0 },
        actions: [
          { id: 'a1', kind: 'open-breaker', peer: 'payment', state: 'waiting', verdict: null },
        ],
      },
    ]);
  });
});

describe('GET /alarms/{fingerprint}', () => {
  it('is the alarm, resolved long ago or not', async () => {
    expect(await api.ok('/alarms/f1', Alarm)).toMatchObject({ state: 'firing' });
    expect(await api.ok('/alarms/old', Alarm)).toMatchObject({
      state: 'resolved',
      currentValue: null,
      actions: [],
    });
    expect(await api.problem('/alarms/none')).toMatchObject({ code: 'alarm_not_found' });
  });

  it('has a history, newest first', async () => {
    const { events } = await api.ok('/alarms/f1/history', AlarmHistoryReply);
    expect(events.map(({ type, kind, sequence }) => [type, kind, sequence])).toEqual([
      ['alarm.firing', 'alarm', 6],
      ['alarm.pending', 'alarm', 1],
    ]);
    expect(await api.problem('/alarms/none/history')).toMatchObject({ code: 'alarm_not_found' });
  });
});
