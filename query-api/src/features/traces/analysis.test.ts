import { insert } from '@nunchi/store/queries/testing/insert';
import type { Static } from 'typebox';
import Value from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, createTestApi, NOW_MS, type TestApi } from '../../testing/app.ts';
import { CompareReply } from './compare-schema.ts';
import { compareSpans } from './compare-service.ts';
import { FieldsReply, ValuesReply } from './completion-schema.ts';
import { HeatmapReply } from './heatmap-schema.ts';

const id = (n: number) => n.toString(16).padStart(32, '0');
const MS = 1_000_000;

/** A request of `shop`, `seconds` ago. */
const request = (n: number, seconds: number, ms: number, more: object = {}) => ({
  trace_id: id(n),
  span_id: id(n).slice(16),
  start_time: ago(seconds),
  duration_ns: String(ms * MS),
  service: 'shop',
  resource_id: '1',
  name: 'GET /cart',
  kind: 2,
  ...more,
});

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  await insert(api.store, 'resources', [
    { resource_id: '1', service: 'shop', attributes: { 'service.name': 'shop', 'host.name': 'a' } },
    { resource_id: '2', service: 'shop', attributes: { 'service.name': 'shop', 'host.name': 'b' } },
  ]);
  const quick = Array.from({ length: 60 }, (_, n) =>
    request(n + 1, 300, 2, {
      attributes: {
        tenant: n % 2 === 0 ? 'red' : 'blue',
        'order.id': `q${n}`,
        ...(n < 3 && { rare: 'x' }),
      },
    }),
  );
  const slow = Array.from({ length: 40 }, (_, n) =>
    request(n + 101, 100, 500, {
      resource_id: '2',
      status_code: n < 10 ? 2 : 0,
      attributes: {
        tenant: 'red',
        'order.id': `s${n}`,
        'error.type': `T${n % 4}`,
        ...(n === 0 && { 'session.id': 'one' }),
      },
    }),
  );
  const inner = request(101, 99, 400, {
    span_id: '00f067aa0ba902b7',
    parent_span_id: id(101).slice(16),
    kind: 3,
    name: 'SELECT',
    attributes: { 'db.system.name': 'postgresql', 'session.id': 'one' },
  });
  await insert(api.store, 'spans', [...quick, ...slow, inner]);
});
afterAll(() => api.close());

describe('GET /traces/heatmap', () => {
  it('counts requests by when they began and how long they took, errors apart', async () => {
    const heat = await api.ok('/traces/heatmap?columns=20&rows=12', HeatmapReply);
    // 900 s in at most 20 columns of a round step, which begin at multiples of it.
    expect(heat.stepMs).toBe(60_000);
    expect(BigInt(heat.fromUnixNano) % 60_000_000_000n).toBe(0n);
    expect(heat.columns).toBe(16);
    // 2 ms to 500 ms are three decades of four rows each.
    expect(heat.boundsMs).toHaveLength(13);
    expect([heat.boundsMs[0], heat.boundsMs[4], heat.boundsMs[12]]).toEqual([1, 10, 1_000]);
    const cell = (seconds: number, ms: number) => ({
      column: Number((BigInt(ago(seconds)) - BigInt(heat.fromUnixNano)) / 60_000_000_000n),
      row: heat.boundsMs.findIndex((bound) => bound > ms) - 1,
    });
    expect(heat.cells).toEqual([
      { ...cell(300, 2), spans: 60, errors: 0 },
      { ...cell(100, 500), spans: 40, errors: 10 },
    ]);
    expect([heat.spans, heat.errors]).toEqual([100, 10]);
  });

  it('counts other spans when they are asked for', async () => {
    const spans = async (query: string) =>
      (await api.ok(`/traces/heatmap?${query}`, HeatmapReply)).spans;
    expect(await spans('spans=all')).toBe(101);
    expect(await spans('q=kind:client')).toBe(1);
    expect(await spans('q=name:SELECT')).toBe(0);
    expect(await spans('q=status:error')).toBe(10);
    expect(await spans('service=none')).toBe(0);
  });

  it('says its bounds', async () => {
    expect(await api.problem('/traces/heatmap?columns=241')).toMatchObject({
      code: 'invalid_parameter',
      detail: 'columns must be a whole number between 1 and 240; it is 241',
    });
  });
});

describe('POST /traces/compare', () => {
  const compare = async (body: object) => {
    const { status, body: reply } = await api.send('POST', '/traces/compare', body);
    expect(status, JSON.stringify(reply)).toBe(200);
    expect(Value.Errors(CompareReply, reply)).toEqual([]);
    return reply as Static<typeof CompareReply>;
  };

  it('ranks what is more frequent in the selection', async () => {
    const { selected, rest, sampled, fields } = await compare({
      selection: { minDurationMs: 100, maxDurationMs: 1_000, from: ago(200).slice(0, -6) },
    });
    expect([selected, rest, sampled]).toEqual([40, 60, false]);
    expect(fields.map(({ field }) => field)).toEqual([
      'error.type',
      'resource.host.name',
      'attributes.tenant',
      'status',
    ]);
    const [type, host, tenant] = fields;
    // Four different types: that there is one at all says most.
    expect(type?.values[0]).toMatchObject({ value: null, selected: 40, rest: 0 });
    expect(type?.values[1]).toMatchObject({ selected: 10, rest: 0, selectedShare: 0.25 });
    expect(host?.values.map(({ value }) => value)).toEqual(['b', 'a']);
    expect(tenant?.values).toMatchObject([
      { value: 'red', selected: 40, rest: 30, selectedShare: 1, restShare: 0.5 },
      { value: 'blue', selected: 0, rest: 30 },
    ]);
  });

  it('does not take what only the spans of one trace have for a difference', async () => {
    const { selected, fields } = await compare({
      spans: 'all',
      selection: { q: 'trace:00000000000000000000000000000065 OR kind:client' },
    });
    expect(selected).toBe(2);
    const of = (name: string) => fields.find(({ field }) => field === name)?.values;
    // That they have one at all is another matter.
    expect(of('session.id')).toMatchObject([{ value: null, selected: 2, rest: 0 }]);
    expect((of('order.id') ?? []).map(({ value }) => value)).not.toContain('s0');
  });

  it('compares a query with the rest', async () => {
    const { selected, rest, fields } = await compare({
      service: 'shop',
      q: '-attributes.tenant:blue',
      selection: { q: 'status:error' },
      limit: 1,
    });
    expect([selected, rest]).toEqual([10, 60]);
    expect(fields).toHaveLength(1);
    expect(fields[0]?.field).toBe('status');
  });

  it('looks at a part of very many spans, the same each time, and says so', async () => {
    const LIMITS = { spans: 20, read: 1_000 };
    const body = { selection: { minDurationMs: 100 } };
    const once = await compareSpans(api.store, body, NOW_MS, LIMITS);
    expect(once).toMatchObject({ selected: 40, rest: 60, sampled: true });
    const host = once.fields.find(({ field }) => field === 'resource.host.name');
    expect(host?.values[0]).toMatchObject({ value: 'b', selected: 40, rest: 0 });
    expect(await compareSpans(api.store, body, NOW_MS, LIMITS)).toEqual(once);
  });

  it('reads slices of a long time only, but counts every span', async () => {
    const body = { from: 'now-1d', selection: { minDurationMs: 100 } };
    const found = await compareSpans(api.store, body, NOW_MS, { spans: 20, read: 10 });
    expect(found).toMatchObject({ selected: 40, rest: 60, sampled: true });
    const status = found.fields.find(({ field }) => field === 'status');
    expect(status?.values[0]).toMatchObject({ value: 'error', selected: 10, rest: 0 });
  });

  it('has nothing to say of one side alone', async () => {
    expect(await compare({ selection: {} })).toEqual({
      selected: 100,
      rest: 0,
      sampled: false,
      fields: [],
    });
  });

  it.each([
    [
      { selection: { q: 'status:eror' } },
      'invalid_query',
      '/selection/q',
      'there is no status eror',
    ],
    [{ q: 'a)', selection: {} }, 'invalid_query', '/q', 'this parenthesis was not opened'],
    [{ selection: { from: 'soon' } }, 'invalid_time', '/selection/from', 'soon is not a time'],
    [{ selection: {}, limit: 101 }, 'invalid_body', '/limit', '100'],
    [{ selection: { minDuration: 1 } }, 'invalid_body', '/selection/minDuration', 'no field'],
    [{}, 'invalid_body', '/selection', 'selection is missing'],
  ])('%j: %s', async (body, code, pointer, words) => {
    const problem = await api.refused('POST', '/traces/compare', body);
    expect(problem).toMatchObject({ status: 400, code, pointer });
    expect(problem.detail).toContain(words);
    if (code === 'invalid_query') expect(problem.position).toBeDefined();
  });
});

describe('completion', () => {
  it('knows the fields of recent spans', async () => {
    const { fields } = await api.ok('/traces/fields', FieldsReply);
    expect(fields[0]).toEqual({ name: 'service', kind: 'column', spans: 101 });
    const found = fields.filter(({ kind }) => kind !== 'column');
    expect(found).toEqual([
      { name: 'resource.host.name', kind: 'resource', spans: 101 },
      { name: 'resource.service.name', kind: 'resource', spans: 101 },
      { name: 'attributes.tenant', kind: 'attribute', spans: 100 },
      { name: 'order.id', kind: 'attribute', spans: 100 },
      { name: 'error.type', kind: 'attribute', spans: 40 },
      { name: 'attributes.rare', kind: 'attribute', spans: 3 },
      { name: 'session.id', kind: 'attribute', spans: 2 },
      { name: 'db.system.name', kind: 'attribute', spans: 1 },
    ]);
    const named = async (prefix: string) =>
      (await api.ok(`/traces/fields?prefix=${prefix}`, FieldsReply)).fields.map(({ name }) => name);
    expect(await named('RESOURCE.H')).toEqual(['resource.host.name']);
    expect(await named('na')).toEqual(['namespace', 'name']);
  });

  it('knows the values of a field', async () => {
    const values = async (query: string) =>
      (await api.ok(`/traces/values?${query}`, ValuesReply)).values.map(
        ({ value, spans }) => `${value} ${spans}`,
      );
    expect(await values('field=service')).toEqual(['shop 101']);
    expect(await values('field=status')).toEqual(['unset 91', 'error 10']);
    expect(await values('field=kind&prefix=S')).toEqual(['server 100']);
    expect(await values('field=attributes.tenant')).toEqual(['red 70', 'blue 30']);
    expect(await values('field=attributes.tenant&q=status:error')).toEqual(['red 10']);
    expect(await values('field=resource.host.name')).toEqual(['a 61', 'b 40']);
    expect(await values('field=order.id&prefix=q1&q=attributes.tenant:blue')).toHaveLength(6);
    expect(await values('field=duration')).toEqual([]);
    expect(await api.problem('/traces/values?field=tenant')).toMatchObject({
      code: 'invalid_parameter',
      parameter: 'field',
      expected: expect.arrayContaining(['service', 'status']),
    });
  });
});
