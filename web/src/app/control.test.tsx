// @vitest-environment jsdom
// The pages of alarms, rules and the control loop over a fetch that answers from a table.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { alarmFixture } from '../features/alarms/model/fixtures.ts';
import { App } from './App.tsx';

type Answer = { status?: number; body: unknown };
let answers: Record<string, Answer>;
let sent: { what: string; body: unknown; ifMatch: string | null }[];

const status = (part: object = {}): object => ({
  loop: {
    alive: true,
    lastSeen: Date.now(),
    startedAt: Date.now() - 60_000,
    ingestLagMs: 900,
    missedEvaluations: 0,
    problems: [],
  },
  killSwitch: { engaged: false, by: '', reason: '', since: null },
  counts: {
    firing: 0,
    pending: 0,
    waitingApprovals: 0,
    actionsInFlight: 0,
    notificationsFailing: 0,
  },
  ...part,
});

const stored = (part: object = {}): object => ({
  id: 'payment-slow',
  version: 3,
  origin: 'api',
  author: 'min',
  updatedAt: Date.now(),
  rule: {
    name: 'payment is slow',
    enabled: true,
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
  },
  evaluation: { time: Date.now(), outcome: 'ok', message: '', durationMs: 3, series: 1 },
  ...part,
});

const waiting = {
  id: 'act1',
  kind: 'open-breaker',
  ruleId: 'payment-slow',
  ruleName: 'payment is slow',
  fingerprint: 'f1',
  peer: 'payment',
  addresses: ['127.0.0.1:4412'],
  callers: ['checkout'],
  targets: [],
  mode: 'approve',
  state: 'waiting',
  reason: '',
  forMs: 60_000,
  slowCallMs: 0,
  proposedAt: 1,
  expiresAt: Date.now() + 600_000,
  startedAt: null,
  appliedAt: null,
  endsAt: null,
  endedAt: null,
  decision: null,
  verification: null,
  chain: 'f1@1',
  summary: '',
  pending: null,
};

const event = (sequence: number, type: string, summary: string): object => ({
  sequence,
  timeUnixNano: `${1_700_000_000_000 + sequence * 1000}000000`,
  type,
  kind: type.split('.')[0],
  subject: 'f1',
  chain: 'f1@1',
  cause: 0,
  service: 'payment',
  summary,
  body: alarmFixture({}),
});

beforeEach(() => {
  sent = [];
  answers = {
    'GET /api/v1/services': { body: { seconds: 900, services: [] } },
    'GET /api/v1/control/status': { body: status() },
    'GET /api/v1/control/events': { body: { events: [] } },
    'GET /api/v1/control/actions': { body: { actions: [] } },
    'GET /api/v1/alarms': { body: { alarms: [] } },
    'GET /api/v1/alarm-rules': { body: { rules: [stored()] } },
    'GET /api/v1/alarm-rules/payment-slow': { body: stored() },
    'GET /api/v1/channels': { body: { channels: [] } },
    'POST /api/v1/alarm-rules/preview': {
      body: {
        from: 0,
        to: 3_600_000,
        stepMs: 15_000,
        series: [],
        truncated: false,
        unavailable: null,
      },
    },
  };
  vi.stubGlobal('fetch', async (request: Request) => {
    const what = `${request.method} ${new URL(request.url).pathname}`;
    if (request.method !== 'GET') {
      const ifMatch = request.headers.get('if-match');
      sent.push({ what, body: await request.json().catch(() => undefined), ifMatch });
    }
    const answer = answers[what];
    return new Response(JSON.stringify(answer?.body ?? {}), {
      status: answer ? (answer.status ?? 200) : 404,
      headers: { 'content-type': 'application/json' },
    });
  });
});
afterEach(() => vi.unstubAllGlobals());

function open(path: string): void {
  window.history.replaceState(null, '', path);
  render(<App />);
}

const changes = () => sent.filter(({ what }) => !what.endsWith('/preview'));

it('says that nothing is wrong, and what is being watched', async () => {
  open('/alarms');
  await screen.findByText('Nothing is wrong');
  await screen.findByText(/^1 rule is being watched, last evaluated/);
});

it('does not call it good news when no control loop is at work', async () => {
  answers['GET /api/v1/control/status'] = {
    body: status({
      loop: {
        alive: false,
        lastSeen: null,
        startedAt: null,
        ingestLagMs: null,
        missedEvaluations: 0,
        problems: [],
      },
    }),
  };
  open('/alarms');
  await screen.findByText('Nothing is known to be wrong');
  screen.getByText('No control loop is at work');
});

it('says what is wrong, how much, who was told and what was done', async () => {
  answers['GET /api/v1/alarms'] = {
    body: {
      alarms: [
        alarmFixture({
          notifications: { queued: 0, retrying: 0, delivered: 1, abandoned: 0 },
          actions: [
            {
              id: 'a',
              kind: 'open-breaker',
              peer: 'payment',
              state: 'verified',
              verdict: 'helped',
            },
          ],
        }),
      ],
    },
  };
  open('/alarms');
  const table = await screen.findByRole('table', { name: 'Alarms' });
  const row = (await within(table).findByText('1.52 s')).closest('tr')!;
  for (const text of ['Critical', 'payment is slow', 'above 500 ms', '1 delivered', 'Helped']) {
    within(row).getByText(text);
  }
});

it('tells once that an alarm fires while the UI is open', async () => {
  answers['GET /api/v1/control/events'] = { body: { events: [event(1, 'alarm.firing', 'old')] } };
  open('/rules');
  await screen.findByRole('table', { name: 'Alarm rules' });
  const news = screen.getByRole('log', { name: 'News of alarms' });
  expect(news.textContent).toBe('');
  answers['GET /api/v1/control/events'] = {
    body: {
      events: [
        event(2, 'alarm.firing', 'payment is slow: 1.52 s'),
        event(1, 'alarm.firing', 'old'),
      ],
    },
  };
  await within(news).findByText('payment is slow: 1.52 s', undefined, { timeout: 8000 });
  fireEvent.click(within(news).getByRole('button', { name: 'Dismiss' }));
  expect(news.textContent).toBe('');
}, 15_000);

it('tells of instances that come together in one line, and of each when it is asked', async () => {
  const born = (sequence: number, service: string): object => ({
    ...event(sequence, 'instance.healthy', `${service} is healthy for the first time.`),
    chain: '',
    body: { service, instance: service, previous: 'unknown' },
  });
  answers['GET /api/v1/control/events'] = { body: { events: [born(2, 'cart'), born(1, 'mail')] } };
  open('/control');
  await screen.findByText('2 instances are healthy for the first time: cart, mail.');
  expect(screen.queryByText('mail is healthy for the first time.')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'show each' }));
  screen.getByText(/mail is healthy for the first time\./);
});

it('approves an action only after it has said what will happen', async () => {
  answers['GET /api/v1/control/actions'] = { body: { actions: [waiting] } };
  answers['POST /api/v1/control/actions/act1/approve'] = { body: waiting };
  open('/control');
  fireEvent.click(await screen.findByRole('button', { name: 'Approve…' }));
  const dialog = await screen.findByRole('dialog');
  within(dialog).getByText(/All instances of checkout stop calling payment \(127.0.0.1:4412\)/);
  expect(changes()).toEqual([]);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Approve' }));
  await waitFor(() =>
    expect(changes().map(({ what }) => what)).toEqual([
      'POST /api/v1/control/actions/act1/approve',
    ]),
  );
});

it('says in words how a channel can be called', async () => {
  open('/rules?view=channels');
  fireEvent.click((await screen.findAllByRole('button', { name: 'New channel' }))[0]!);
  const dialog = await screen.findByRole('dialog');
  fireEvent.change(within(dialog).getByLabelText('Name'), { target: { value: 'Night desk' } });
  within(dialog).getByText(/^Lower-case letters, digits and dashes/);
  expect(within(dialog).getByRole('button', { name: 'Save' })).toHaveProperty('disabled', true);
  fireEvent.change(within(dialog).getByLabelText('Name'), { target: { value: 'night-desk' } });
  expect(within(dialog).getByRole('button', { name: 'Save' })).toHaveProperty('disabled', false);
});

it('asks for a reason before it stops all actions', async () => {
  answers['PUT /api/v1/control/kill-switch'] = { body: {} };
  open('/control');
  fireEvent.click(await screen.findByRole('button', { name: 'Stop all actions…' }));
  const dialog = await screen.findByRole('dialog');
  const submit = within(dialog).getByRole('button', { name: 'Stop all actions' });
  fireEvent.click(submit);
  await within(dialog).findByText('A reason helps whoever comes next');
  expect(changes()).toEqual([]);
  fireEvent.change(within(dialog).getByRole('textbox'), { target: { value: 'a drill' } });
  fireEvent.click(submit);
  await waitFor(() =>
    expect(changes()[0]?.body).toMatchObject({ engaged: true, reason: 'a drill' }),
  );
});

it('says on every page that all actions are stopped', async () => {
  answers['GET /api/v1/control/status'] = {
    body: status({ killSwitch: { engaged: true, by: 'min', reason: 'a drill', since: 1 } }),
  };
  open('/rules');
  await screen.findByText('All actions are stopped');
});

it('switches a rule off by replacing the version that it knows', async () => {
  answers['PUT /api/v1/alarm-rules/payment-slow'] = { body: stored() };
  open('/rules');
  fireEvent.click(await screen.findByRole('switch', { name: 'payment is slow is on' }));
  await waitFor(() => expect(changes()).toHaveLength(1));
  expect(changes()[0]).toMatchObject({ ifMatch: '"3"', body: { enabled: false } });
});

it('keeps what was written when somebody else was faster, and can save it over theirs', async () => {
  answers['PUT /api/v1/alarm-rules/payment-slow'] = {
    status: 412,
    body: { title: 'Somebody else has changed it meanwhile', code: 'version_stale', detail: '' },
  };
  open('/rules/payment-slow');
  const limit = await screen.findByLabelText('Limit');
  fireEvent.change(limit, { target: { value: '750' } });
  answers['GET /api/v1/alarm-rules/payment-slow'] = {
    body: stored({ version: 4, author: 'yuna' }),
  };
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await screen.findByText('Somebody else has changed this rule');
  await screen.findByText(/yuna/);
  answers['PUT /api/v1/alarm-rules/payment-slow'] = { body: stored() };
  fireEvent.click(screen.getByRole('button', { name: 'Save mine over theirs' }));
  await waitFor(() => expect(changes()).toHaveLength(2));
  expect(changes().map(({ ifMatch }) => ifMatch)).toEqual(['"3"', '"4"']);
  expect(changes()[1]?.body).toMatchObject({ condition: { value: 750 } });
  await screen.findByRole('table', { name: 'Alarm rules' });
});

it('shows where a query is wrong, and what could be there', async () => {
  answers['POST /api/v1/alarm-rules/preview'] = {
    status: 400,
    body: {
      title: 'An alarm rule is not valid',
      code: 'invalid_rule',
      detail: 'There is no field “foo”.',
      pointer: '/rule/condition/query',
      position: { offset: 8, length: 3 },
      expected: ['service', 'version'],
    },
  };
  open('/rules/new');
  fireEvent.change(await screen.findByLabelText('Query'), { target: { value: 'a AND b foo:1' } });
  await screen.findByText('There is no field “foo”.');
  screen.getByText('Could be: service, version');
  expect(document.querySelector('mark')?.textContent).toBe('foo');
});

it('cannot change a rule that comes from a file', async () => {
  answers['GET /api/v1/alarm-rules/payment-slow'] = {
    body: stored({ origin: 'file', author: 'shop.yaml' }),
  };
  open('/rules/payment-slow');
  await screen.findByText(/comes from a file \(shop.yaml\)/);
  expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  expect(screen.getByLabelText<HTMLInputElement>('Limit').matches(':disabled')).toBe(true);
});
