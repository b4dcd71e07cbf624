import type { AlarmRule } from '@nunchi/store/alarms/rule';
import { writeDocument } from '@nunchi/store/control/documents';
import { insert } from '@nunchi/store/queries/testing/insert';
import type { Static } from 'typebox';
import Value from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, createTestApi, NOW_MS, type TestApi } from '../../testing/app.ts';
import { PreviewReply, RulesReply, StoredRule } from './schema.ts';

const rule: AlarmRule = {
  name: 'payment is slow',
  severity: 'critical',
  for: '30s',
  condition: {
    kind: 'threshold',
    signal: 'traces',
    query: 'service:payment',
    measure: 'latency_p95',
    by: ['service'],
    window: '1m',
    op: '>',
    value: 500,
  },
};

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

async function create(body: unknown = rule) {
  const { status, headers, body: made } = await api.send('POST', '/alarm-rules', body);
  expect(status, JSON.stringify(made)).toBe(201);
  expect(Value.Errors(StoredRule, made)).toEqual([]);
  return { ...(made as Static<typeof StoredRule>), headers };
}

const stored = (id: string, origin: 'file' | 'default') =>
  writeDocument(
    api.store,
    { kind: 'alarm-rule', id, version: 1, deleted: false, author: 'loop', origin, body: rule },
    NOW_MS,
  );

describe('alarm rules', () => {
  it('created → read → replaced → deleted → gone', async () => {
    const made = await create();
    expect(made).toMatchObject({ version: 1, origin: 'api', updatedAt: NOW_MS, evaluation: null });
    expect(made.headers).toMatchObject({ etag: '"1"', location: `/api/v1/alarm-rules/${made.id}` });
    const path = `/alarm-rules/${made.id}`;
    expect((await api.send('GET', path)).headers['etag']).toBe('"1"');

    const slower = { ...rule, severity: 'warning' };
    const replaced = await api.send('PUT', path, slower, { 'if-match': '"1"' });
    expect(replaced).toMatchObject({ status: 200, headers: { etag: '"2"' } });
    expect(await api.ok(path, StoredRule)).toMatchObject({ version: 2, rule: slower });

    expect(await api.send('DELETE', path)).toMatchObject({ status: 204, body: undefined });
    expect(await api.problem(path)).toMatchObject({ code: 'rule_not_found' });
    expect(await api.refused('DELETE', path)).toMatchObject({ code: 'rule_not_found' });
    const { rules } = await api.ok('/alarm-rules', RulesReply);
    expect(rules.map(({ id }) => id)).not.toContain(made.id);
  });

  it('are replaced only by who has seen the newest version', async () => {
    const { id } = await create();
    const put = (headers: object) => api.refused('PUT', `/alarm-rules/${id}`, rule, headers);
    expect(await put({})).toMatchObject({ status: 428, code: 'version_missing' });
    expect(await put({ 'if-match': '"7"' })).toMatchObject({ status: 412, code: 'version_stale' });
    const at = { 'if-match': '"1"' };
    const both = await Promise.all(
      ['a', 'b'].map((name) => api.send('PUT', `/alarm-rules/${id}`, { ...rule, name }, at)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('of files stay; default rules are changed but not deleted', async () => {
    await stored('file-slow', 'file');
    await stored('default-slow', 'default');
    const at = { 'if-match': '"1"' };
    expect(await api.refused('PUT', '/alarm-rules/file-slow', rule, at)).toMatchObject({
      status: 409,
      code: 'rule_protected',
      detail: expect.stringMatching(/file/),
    });
    for (const id of ['file-slow', 'default-slow']) {
      expect(await api.refused('DELETE', `/alarm-rules/${id}`)).toMatchObject({ status: 409 });
    }
    const off = { ...rule, enabled: false };
    expect(await api.send('PUT', '/alarm-rules/default-slow', off, at)).toMatchObject({
      body: { origin: 'default', version: 2, rule: off },
    });
  });

  it('show their last evaluation', async () => {
    const { id } = await create();
    await insert(api.store, 'rule_evaluations', [
      { rule_id: id, time: ago(10), outcome: 'ok', message: '', duration_ms: 4, values: { f: 1 } },
    ]);
    expect(await api.ok(`/alarm-rules/${id}`, StoredRule)).toMatchObject({
      evaluation: { time: NOW_MS - 10_000, outcome: 'ok', message: '', durationMs: 4, series: 1 },
    });
  });

  it('that are not valid are refused with the place', async () => {
    const query = 'status:error sevice:a';
    const wrong = { ...rule, condition: { ...rule.condition, query } };
    expect(await api.refused('POST', '/alarm-rules', wrong)).toMatchObject({
      status: 400,
      code: 'invalid_rule',
      pointer: '/condition/query',
      position: { offset: 13, length: 6 },
      expected: expect.arrayContaining(['service']),
      detail: expect.stringContaining('there is no field sevice'),
    });
    expect(await api.refused('POST', '/alarm-rules', { ...rule, colour: 1 })).toMatchObject({
      code: 'invalid_rule',
      pointer: '/colour',
    });
  });
});

describe('changes', () => {
  const post = (body: unknown, headers: object) =>
    api.refused('POST', '/alarm-rules', body, headers);

  it.each([
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ origin: 'https://elsewhere.example' }],
    [{ origin: 'null' }],
  ])('from another site are refused: %j', async (headers) => {
    expect(await post(rule, headers)).toMatchObject({ status: 403, code: 'cross_site' });
  });

  it('from our own pages are taken', async () => {
    const headers = { host: 'nunchi:4300', origin: 'http://nunchi:4300' };
    const { status } = await api.send('POST', '/alarm-rules', rule, headers);
    expect(status).toBe(201);
    const modern = { ...headers, 'sec-fetch-site': 'same-origin' };
    expect((await api.send('POST', '/alarm-rules', rule, modern)).status).toBe(201);
  });

  it('are JSON, and not too much of it', async () => {
    expect(await post('name=a', { 'content-type': 'text/plain' })).toMatchObject({
      status: 415,
      code: 'unsupported_media_type',
    });
    expect(await post({ name: 'a'.repeat(70_000) }, {})).toMatchObject({
      status: 413,
      code: 'body_too_large',
    });
    expect(await post('{', { 'content-type': 'application/json' })).toMatchObject({
      status: 400,
      code: 'bad_request',
    });
  });
});

describe('a preview', () => {
  const preview = async (body: object) => {
    const reply = await api.send('POST', '/alarm-rules/preview', body);
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    expect(Value.Errors(PreviewReply, reply.body)).toEqual([]);
    return reply.body as Static<typeof PreviewReply>;
  };
  const secondsAgo = (ms: number) => (NOW_MS - ms) / 1_000;
  const firing = ({ series }: Static<typeof PreviewReply>) =>
    series.map((one) => one.firing.map(({ from, to }) => [secondsAgo(from), secondsAgo(to)]));

  beforeAll(async () => {
    // Slow from ten minutes ago until five minutes ago, then fast; nothing in the last minute.
    const request = (seconds: number, ms: number) => ({
      service: 'payment',
      kind: 2,
      start_time: ago(seconds),
      duration_ns: String(ms * 1e6),
    });
    await insert(api.store, 'spans', [
      ...Array.from({ length: 60 }, (_, index) => request(600 - index * 5, 900)),
      ...Array.from({ length: 48 }, (_, index) => request(300 - index * 5, 20)),
    ]);
  });

  it('says when a threshold would have fired', async () => {
    const given = await preview({ rule });
    expect(given).toMatchObject({ stepMs: 15_000, truncated: false, unavailable: null });
    expect(given.series).toHaveLength(1);
    expect(given.series[0]).toMatchObject({ labels: { service: 'payment' } });
    expect(given.series[0]?.points).toHaveLength(240);
    expect(firing(given)).toEqual([[[555, 240]]]);
  });

  it('takes silence for a rate of 0, as the control loop does', async () => {
    const below = { ...rule.condition, measure: 'request_rate', op: '<', value: 0.01 };
    const given = await preview({ rule: { ...rule, condition: below, for: '0s' } });
    // The last request was 65 seconds ago; before the first one nobody knew of payment.
    expect(firing(given)).toEqual([[[0, 0]]]);
    expect(given.series[0]?.points).toHaveLength(240);
    expect(given.series[0]?.points[0]?.[1]).toBeNull();
    expect(given.series[0]?.points.at(-1)).toEqual([NOW_MS, 0]);
  });

  it('says when something would have been absent', async () => {
    const { by, query, signal } = rule.condition as { by: string[]; query: string; signal: string };
    const condition = { kind: 'absent', signal, query, by, window: '30s', lookback: '10m' };
    const given = await preview({ rule: { ...rule, condition, for: '0s' }, from: 'now-15m' });
    // The last request was 65 seconds ago.
    expect(firing(given)).toEqual([[[30, 0]]]);
    expect(given.series[0]?.points.at(-1)).toEqual([NOW_MS, 0]);
  });

  it('is honest about instances', async () => {
    const condition = { kind: 'instance', query: '', states: ['down'] };
    const given = await preview({ rule: { ...rule, condition } });
    expect(given).toMatchObject({ series: [], unavailable: expect.stringMatching(/not stored/) });
  });

  it.each([
    [{}, 'invalid_body', '/rule'],
    [{ rule, until: 'now' }, 'invalid_body', '/until'],
    [{ rule: { ...rule, name: '' } }, 'invalid_rule', '/rule/name'],
    [{ rule, from: 'soon' }, 'invalid_time', undefined],
  ])('%j: %s', async (body, code, pointer) => {
    const problem = await api.refused('POST', '/alarm-rules/preview', body);
    expect(problem).toMatchObject({ code, ...(pointer && { pointer }) });
  });
});
