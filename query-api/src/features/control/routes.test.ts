import { newestDocuments } from '@nunchi/store/control/documents';
import { insert } from '@nunchi/store/queries/testing/insert';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, createTestApi, NOW_MS, type TestApi } from '../../testing/app.ts';
import { actionEvent, alarmEvent, append, notificationEvent } from '../../testing/events.ts';
import { Action, ActionsReply, ControlStatusReply, EventsReply, KillSwitch } from './schema.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

const idle = {
  firing: 0,
  pending: 0,
  waitingApprovals: 0,
  actionsInFlight: 0,
  notificationsFailing: 0,
};

describe('before there ever was a control loop', () => {
  it('everything is empty, and it says so', async () => {
    expect(await api.ok('/control/status', ControlStatusReply)).toEqual({
      loop: {
        alive: false,
        lastSeen: null,
        startedAt: null,
        ingestLagMs: null,
        missedEvaluations: 0,
        problems: [],
      },
      killSwitch: { engaged: false, by: '', reason: '', since: null },
      counts: idle,
    });
    expect(await api.ok('/control/events', EventsReply)).toEqual({ events: [] });
    expect(await api.ok('/control/actions', ActionsReply)).toEqual({ actions: [] });
  });
});

describe('with a control loop', () => {
  beforeAll(async () => {
    await append(
      api.store,
      alarmEvent('alarm.firing', {}, { time: NOW_MS - 5_000 }),
      alarmEvent('alarm.no-data', { evaluation: 'no-data' }, { time: NOW_MS - 4_000 }),
      notificationEvent('notification.abandoned', { state: 'abandoned' }),
      actionEvent('action.waiting'),
      actionEvent('action.waiting', { id: 'late', expiresAt: NOW_MS - 1, proposedAt: 1 }),
      actionEvent('action.applied', { id: 'a2', state: 'applied', proposedAt: NOW_MS }),
    );
    const loop = { started_at: ago(600), ingest_lag_ms: 1_500, missed_evaluations: 2 };
    await insert(api.store, 'control_loops', [
      { ...loop, loop_id: 'old', time: ago(100), problems: [] },
      { ...loop, loop_id: 'new', time: ago(3), problems: ['ops cannot be reached'] },
    ]);
  });

  it('its state is told', async () => {
    const { loop, counts } = await api.ok('/control/status', ControlStatusReply);
    expect(loop).toEqual({
      alive: true,
      lastSeen: NOW_MS - 3_000,
      startedAt: NOW_MS - 600_000,
      ingestLagMs: 1_500,
      missedEvaluations: 2,
      problems: ['ops cannot be reached'],
    });
    // An alarm without data is as firing as it was.
    expect(counts).toEqual({
      ...idle,
      firing: 1,
      waitingApprovals: 2,
      actionsInFlight: 1,
      notificationsFailing: 1,
    });
  });

  it('its events are listed newest first, by pages', async () => {
    const first = await api.ok('/control/events?limit=4', EventsReply);
    const rest = await api.ok(`/control/events?limit=4&cursor=${first.nextCursor}`, EventsReply);
    const sequences = [...first.events, ...rest.events].map(({ sequence }) => sequence);
    expect(sequences).toEqual([6, 5, 4, 3, 2, 1]);
    expect(rest.nextCursor).toBeUndefined();
    expect(rest.events.at(-1)).toMatchObject({
      timeUnixNano: `${NOW_MS - 5_000}000000`,
      type: 'alarm.firing',
      kind: 'alarm',
      body: { fingerprint: 'f1' },
    });
  });

  it.each([
    ['kind=alarm', [2, 1]],
    ['subject=a2', [6]],
    ['chain=f1@1&kind=notification', [3]],
    ['service=cart', []],
    ['from=now-5s&to=now-4s', [1]],
  ])('its events where %s: %j', async (query, expected) => {
    const { events } = await api.ok(`/control/events?${query}`, EventsReply);
    expect(events.map(({ sequence }) => sequence)).toEqual(expected);
  });

  it('its actions are listed newest first', async () => {
    const ids = async (query: string) =>
      (await api.ok(`/control/actions${query}`, ActionsReply)).actions.map(({ id }) => id);
    expect(await ids('')).toEqual(['a2', 'a1', 'late']);
    expect(await ids('?state=applied')).toEqual(['a2']);
  });
});

describe("a person's word on an action", () => {
  const say = (id: string, word: string, body?: object) =>
    api.send('POST', `/control/actions/${id}/${word}`, body);
  const versions = async (id: string) =>
    (await newestDocuments(api.store, ['decision'], id)).map(({ version }) => version);

  it('is written down once, and shown until the loop has acted on it', async () => {
    const approved = await say('a1', 'approve', { by: 'ada', comment: 'go on' });
    const pending = { word: 'approve', by: 'ada', comment: 'go on', at: NOW_MS };
    expect(approved).toMatchObject({ status: 200, body: { state: 'waiting', pending } });
    await say('a1', 'approve', { by: 'bob' });
    expect(await versions('a1')).toEqual([1]);
    expect(await api.ok('/control/actions/a1', Action)).toMatchObject({ pending });
    expect(await say('a1', 'reject')).toMatchObject({
      status: 409,
      body: { code: 'action_not_open', detail: expect.stringMatching(/ada has said approve/) },
    });

    await append(api.store, actionEvent('action.started', { state: 'started' }));
    expect(await api.ok('/control/actions/a1', Action)).toMatchObject({ pending: null });
    expect(await say('a1', 'rollback')).toMatchObject({ body: { pending: { word: 'rollback' } } });
    expect(await versions('a1')).toEqual([2]);
  });

  it.each([
    ['a2', 'approve', 409, /is applied; only one that is waiting can be approved/],
    ['late', 'approve', 409, /is over/],
    ['none', 'reject', 404, /no action none/],
  ])('%s: %s is %i', async (id, word, status, detail) => {
    expect(await say(id, word)).toMatchObject({
      status,
      body: { detail: expect.stringMatching(detail) },
    });
  });

  it('needs no body, but one that is understood', async () => {
    expect(await say('a2', 'rollback', { because: 'x' })).toMatchObject({
      status: 400,
      body: { code: 'invalid_body', pointer: '/because' },
    });
    expect(await say('a2', 'rollback')).toMatchObject({ status: 200 });
  });
});

describe('the kill switch', () => {
  it('is thrown once, and taken back', async () => {
    const put = (body: object) => api.send('PUT', '/control/kill-switch', body);
    const on = { engaged: true, reason: 'drill', by: 'ada' };
    expect(await put(on)).toMatchObject({ status: 200, body: { ...on, since: NOW_MS } });
    await put(on);
    expect(await newestDocuments(api.store, ['kill-switch'])).toMatchObject([
      { id: 'kill-switch', version: 1, author: 'ada', body: on },
    ]);
    expect(await api.ok('/control/status', ControlStatusReply)).toMatchObject({ killSwitch: on });
    await put({ engaged: false, reason: 'over' });
    expect(await api.ok('/control/kill-switch', KillSwitch)).toMatchObject({
      engaged: false,
      by: 'anonymous',
    });
    expect(await put({ engaged: 'yes', reason: '' })).toMatchObject({
      status: 400,
      body: { pointer: '/engaged' },
    });
  });
});
