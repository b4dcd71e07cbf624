// @vitest-environment jsdom
// The page inside the whole application, over a fetch that answers from a table.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { App } from '../../app/App.tsx';

type Answer = { status?: number; body: unknown };
let answers: Record<string, Answer>;
let asked: URL[];

const FROM = 1_777_888_800_000;
const TO = FROM + 3_600_000;
const nano = (minute: number): string => `${FROM + minute * 60_000}000000`;

const summary = {
  seconds: 3600,
  stepMs: 60_000,
  service: 'checkout',
  namespaces: ['shop'],
  environments: ['production', 'staging'],
  versions: ['1.4.0', '1.5.0'],
  requests: 7200,
  requestsPerSecond: 2,
  errors: 360,
  errorRate: 0.05,
  p50Ms: 20,
  p95Ms: 1200,
  p99Ms: 1900,
  before: { requests: 7100, errorRate: 0.001, p50Ms: 19, p95Ms: 240, p99Ms: 900 },
  instances: 3,
  firstSeenUnixNano: nano(-5000),
  lastSeenUnixNano: nano(59),
  health: 'unhealthy',
  healthReason: 'p95 is 1.2 s, usually 240 ms',
  points: [],
};
const point = (minute: number, requests: number) => ({
  timeUnixNano: nano(minute),
  requests,
  errors: 0,
  p50Ms: 10,
  p95Ms: 20,
  p99Ms: 30,
});
const node = (id: string, kind: string, name: string) => ({
  id,
  kind,
  name,
  service: kind === 'service' ? name : null,
  system: kind === 'database' ? 'postgresql' : null,
});
const edge = (source: string, target: string) => ({
  source,
  target,
  kind: 'http',
  requests: 7200,
  requestsPerSecond: 2,
  errors: 72,
  errorRate: 0.01,
  p95Ms: 12,
});
const trace = (traceId: string) => ({
  traceId,
  correlationId: traceId,
  rootService: 'gateway',
  rootName: 'POST /orders',
  startTimeUnixNano: nano(30),
  durationMs: 4760,
  spans: 5,
  errors: 1,
  services: ['gateway', 'checkout'],
});

beforeEach(() => {
  asked = [];
  const at = '/api/v1/services/checkout';
  answers = {
    [at]: { body: summary },
    [`${at}/series`]: {
      body: {
        stepMs: 60_000,
        series: [
          { value: '1.4.0', points: [point(0, 120), point(1, 60)] },
          { value: '1.5.0', points: [point(0, 0), point(1, 60)] },
        ],
        deployments: [{ version: '1.5.0', instances: 1, firstSeenUnixNano: nano(1) }],
        truncated: false,
      },
    },
    [`${at}/operations`]: {
      body: {
        seconds: 3600,
        operations: [
          {
            name: 'POST /orders',
            kind: 'server',
            requests: 3600,
            requestsPerSecond: 1,
            errors: 360,
            errorRate: 0.1,
            p50Ms: 100,
            p95Ms: 1300,
            p99Ms: 2000,
            totalMs: 90_000,
          },
        ],
        truncated: false,
      },
    },
    '/api/v1/service-map': {
      body: {
        seconds: 3600,
        nodes: [
          node('service:checkout', 'service', 'checkout'),
          node('service:gateway', 'service', 'gateway'),
          node('database:postgresql:orders', 'database', 'orders'),
        ],
        edges: [
          edge('service:gateway', 'service:checkout'),
          edge('service:checkout', 'database:postgresql:orders'),
        ],
        truncated: false,
        incomplete: null,
      },
    },
    '/api/v1/instances': { body: { instances: [] } },
    '/api/v1/alarms': { body: { alarms: [] } },
    '/api/v1/control/events': {
      body: {
        events: [
          {
            sequence: 1,
            timeUnixNano: nano(2),
            type: 'alarm.firing',
            subject: 'f1',
            chain: 'f1@1',
            service: 'checkout',
            summary: 'checkout is slow: p95 is 1.2 s',
            body: { fingerprint: 'f1', ruleName: 'checkout is slow' },
          },
        ],
      },
    },
    '/api/v1/traces': { body: { traces: [trace('a'.repeat(32))] } },
    '/api/v1/logs': { body: { logs: [] } },
  };
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url);
    asked.push(url);
    const answer = answers[url.pathname];
    return new Response(JSON.stringify(answer?.body ?? {}), {
      status: answer ? (answer.status ?? 200) : 404,
      headers: { 'content-type': 'application/json' },
    });
  });
});
afterEach(() => vi.unstubAllGlobals());

function open(more = ''): void {
  window.history.replaceState(null, '', `/services/checkout?from=${FROM}&to=${TO}${more}`);
  render(<App />);
}

// By text and label: asking a page of this size by role takes long without a browser.
const part = async (name: string): Promise<HTMLElement> =>
  (await screen.findByText(name, { selector: 'h2' })).closest('section')!;
const link = (inside: HTMLElement, text: string): URL =>
  hrefOf(within(inside).getByText(text).closest('a')!);
const hrefOf = (link: HTMLElement): URL => new URL(link.getAttribute('href')!, location.origin);

it('says how the service is against its past, and leads to all that belongs to it', async () => {
  open();
  await screen.findByText('checkout', { selector: 'h1' });
  await screen.findByText('p95 is 1.2 s, usually 240 ms');
  screen.getByText('×5.0');
  screen.getByText('+4.9 pp');
  const operation = link(
    await screen.findByLabelText('Operations', { selector: 'table' }),
    'POST /orders',
  );
  expect(operation.searchParams.get('q')).toBe('service:checkout name:"POST /orders"');
  expect(link(await screen.findByLabelText('Called by'), 'gateway').pathname).toBe(
    '/services/gateway',
  );
  const database = link(screen.getByLabelText('Calls'), 'orders');
  expect(database.searchParams.get('focus')).toBe('database:postgresql:orders');
  const slowest = link(
    await screen.findByLabelText('Slowest traces', { selector: 'table' }),
    'POST /orders',
  );
  expect(slowest.pathname).toBe(`/traces/${'a'.repeat(32)}`);
  await screen.findByText('It logged no warning and no error in this time.');
  await screen.findByText('No agent of this service is connected now.');
  const more = screen.getByLabelText('More of checkout');
  expect(link(more, 'Configure').pathname).toBe('/services/checkout/config');
}, 15_000);

it('puts versions and alarms over the charts, which are also tables', async () => {
  open();
  const happened = await screen.findByLabelText('What happened in this time');
  await within(happened).findByText('checkout is slow fires');
  expect(link(happened, '1.5.0').searchParams.get('version')).toBe('1.5.0');
  expect(link(happened, 'checkout is slow fires').pathname).toBe('/alarms/f1');
  const requests = screen.getByLabelText('Requests of checkout');
  fireEvent.click(within(requests).getByText('Table'));
  within(requests).getByText('1.5.0', { selector: 'th' });
  within(requests).getByText('2/s', { selector: 'td' });
}, 15_000);

it('what is chosen is in the address and in the questions', async () => {
  open('&environment=staging');
  fireEvent.click(await screen.findByText('Operation', { selector: 'label *' }));
  await waitFor(() => expect(location.search).toContain('by=operation'));
  fireEvent.click(await screen.findByText('Errors', { selector: 'button' }));
  await waitFor(() => expect(location.search).toContain('operations=errors'));
  const of = (path: string) => asked.findLast(({ pathname }) => pathname.endsWith(path))!;
  await waitFor(() => expect(of('/operations').searchParams.get('sort')).toBe('errors'));
  expect(of('/series').searchParams.get('by')).toBe('operation');
  for (const path of ['/series', '/operations', '/service-map', '/services/checkout/series']) {
    expect(of(path).searchParams.get('environment')).toBe('staging');
  }
  expect(of('/traces').searchParams.get('q')).toMatch(/^service:checkout environment:staging/);
}, 15_000);

it('a part that fails does so alone, and can be asked again', async () => {
  const operations = answers['/api/v1/services/checkout/operations']!;
  answers['/api/v1/services/checkout/operations'] = {
    status: 400,
    body: { title: 'The question asks for too much', detail: 'over 1 GiB' },
  };
  open();
  const failed = await part('Operations');
  await within(failed).findByText('over 1 GiB');
  await screen.findByLabelText('Latency of checkout');
  answers['/api/v1/services/checkout/operations'] = operations;
  fireEvent.click(within(failed).getByText('Try again'));
  await within(failed).findByText('POST /orders');
}, 15_000);

it('what concerns all parts is said once', async () => {
  const down = { title: 'The store cannot be reached', detail: 'no answer' };
  for (const path of Object.keys(answers)) answers[path] = { status: 503, body: down };
  open();
  await screen.findByText('It is asked again every few seconds.');
  expect(screen.getAllByText('The store cannot be reached')).toHaveLength(1);
}, 15_000);

it('says that a service is unknown', async () => {
  answers['/api/v1/services/checkout'] = {
    status: 404,
    body: { title: 'There is no such service', detail: 'none', code: 'service_not_found' },
  };
  answers['/api/v1/services'] = { body: { seconds: 3600, services: [summary] } };
  open();
  await screen.findByText('No such service');
  fireEvent.click(screen.getByText('All services'));
  await screen.findByText('Services', { selector: 'h1' });
}, 15_000);

it('a service that was not there in this time: takes a filter away, or goes to its newest', async () => {
  const quiet = { ...summary, requests: 0, instances: 0, versions: [] };
  answers['/api/v1/services/checkout'] = { body: quiet };
  answers['/api/v1/services'] = { body: { seconds: 3600, services: [summary] } };
  open('&version=9.9');
  await screen.findByText('No records of checkout match');
  await screen.findByText(/^Go to the newest/);
  fireEvent.click(screen.getByText('version is 9.9'));
  await waitFor(() => expect(location.search).not.toContain('version'));
  await screen.findByText('No records of checkout in this time range');
}, 15_000);
