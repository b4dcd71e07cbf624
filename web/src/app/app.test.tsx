// @vitest-environment jsdom
// The whole application over a fetch that answers from a table: what is on the page in each state.
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { App } from './App.tsx';

type Answer = { status?: number; body: unknown };
let answers: Record<string, Answer | ((query: URLSearchParams) => Answer)>;
let asked: string[];

const service = (name: string, more: object = {}): object => ({
  service: name,
  namespaces: [],
  environments: [],
  versions: [],
  before: null,
  points: [],
  requests: 900,
  errors: 0,
  errorRate: 0,
  p50Ms: 1,
  p95Ms: 2,
  p99Ms: 3,
  instances: 1,
  lastSeenUnixNano: `${Date.now()}000000`,
  health: 'healthy',
  healthReason: 'None failed.',
  ...more,
});
const trace = (traceId: string, more: object = {}): object => ({
  traceId,
  correlationId: traceId,
  rootService: 'gateway',
  rootName: 'GET /pay',
  startTimeUnixNano: `${Date.now()}000000`,
  durationMs: 12,
  spans: 3,
  errors: 0,
  services: ['gateway'],
  ...more,
});

const serviceMap = (...services: string[]): object => ({
  seconds: 900,
  nodes: services.map((name) => ({
    id: `service:${name}`,
    kind: 'service',
    service: name,
    name,
    system: null,
    requests: 900,
    errors: 0,
    p95Ms: 2,
    health: 'healthy',
    healthReason: 'None failed.',
  })),
  edges: [],
  truncated: false,
});

beforeEach(() => {
  // jsdom lays nothing out, and rows that are not in sight do not exist.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600);
  asked = [];
  answers = {
    '/api/v1/services': { body: { seconds: 900, services: [] } },
    '/api/v1/service-map': { body: serviceMap() },
    '/api/v1/traces': { body: { traces: [] } },
    '/api/v1/traces/heatmap': {
      body: {
        fromUnixNano: '0',
        stepMs: 1000,
        columns: 1,
        boundsMs: [],
        cells: [],
        spans: 0,
        errors: 0,
      },
    },
    '/api/v1/logs': { body: { logs: [] } },
    '/api/v1/about': { body: { otlpPort: 14_318, opampPort: 14_320 } },
  };
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url);
    asked.push(url.pathname + url.search);
    const known = answers[url.pathname];
    const answer = typeof known === 'function' ? known(url.searchParams) : known;
    return new Response(JSON.stringify(answer?.body ?? {}), {
      status: answer ? (answer.status ?? 200) : 404,
      headers: { 'content-type': 'application/json' },
    });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function open(path: string): void {
  cleanup();
  window.history.replaceState(null, '', path);
  render(<App />);
}

it('leads to the first run while nothing has ever arrived, and on when something has', async () => {
  open('/');
  await screen.findByText('Waiting for the first record…');
  expect(location.pathname).toBe('/first-run');
  expect((await screen.findByLabelText('Snippet')).textContent).toMatch(/:14318\n[^]*\/v1\/traces/);
  answers['/api/v1/services'] = { body: { seconds: 900, services: [service('hello')] } };
  answers['/api/v1/service-map'] = { body: serviceMap('hello') };
  await screen.findByText('Data is arriving', undefined, { timeout: 4000 });
  const map = await screen.findByRole('group', { name: 'Map of services' }, { timeout: 4000 });
  await within(map).findByRole('button', { name: /^hello, service, healthy/ });
  expect(location.pathname).toBe('/map');
}, 20_000);

it('stays on an empty list when data has arrived at another time', async () => {
  answers['/api/v1/services'] = (query) => ({
    body: { seconds: 900, services: query.get('from') === 'now-365d' ? [service('old')] : [] },
  });
  open('/traces?service=checkout&status=error');
  await screen.findByText('No traces match');
  screen.getByRole('button', { name: /^service:checkout/ });
  fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
  await screen.findByText('No traces in this time range');
  expect(location.search).toBe('');
  fireEvent.click(screen.getByRole('button', { name: /^Widen/ }));
  await waitFor(() => expect(location.search).toBe('?from=now-30m&to=now'));
});

it('keeps the map up to date by itself until somebody says that it should not', async () => {
  answers['/api/v1/services'] = { body: { seconds: 900, services: [service('gateway')] } };
  answers['/api/v1/service-map'] = { body: serviceMap('gateway') };
  open('/map');
  fireEvent.click(await screen.findByRole('button', { name: 'Refresh by itself: 10s' }));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Off' }));
  await screen.findByRole('button', { name: 'Refresh by itself: Off' });
  expect(location.search).toBe('?refresh=off');
});

it('says why a question failed, and asks again', async () => {
  answers['/api/v1/logs'] = {
    status: 400,
    body: { title: 'A time is not valid', detail: 'from=soon', code: 'invalid_time', status: 400 },
  };
  open('/logs?from=soon');
  await screen.findByText('A time is not valid');
  screen.getByText('from=soon');
  answers['/api/v1/logs'] = { body: { logs: [] } };
  answers['/api/v1/services'] = { body: { seconds: 900, services: [service('a')] } };
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('No log records in this time range');
});

it('asks with the filters and the range of the address, and keeps the range', async () => {
  answers['/api/v1/services'] = { body: { seconds: 900, services: [service('gateway')] } };
  answers['/api/v1/traces'] = { body: { traces: [trace('a'.repeat(32))] } };
  open('/traces?from=1777888800000&to=now&service=gateway&attribute=a%3Db&attribute=c%3Dd');
  await screen.findByRole('link', { name: /GET \/pay/ });
  const query = new URLSearchParams(
    asked.find((each) => each.startsWith('/api/v1/traces?'))!.split('?')[1],
  );
  expect(query.get('from')).toBe('1777888800000');
  // Filters of older links have become the query, in the address, too.
  expect(query.get('q')).toBe('service:gateway attributes.a:b attributes.c:d');
  expect(new URLSearchParams(location.search).get('q')).toBe(query.get('q'));
  fireEvent.click(screen.getByRole('link', { name: 'Services' }));
  await screen.findByRole('table', { name: 'Services' });
  expect(location.search).toBe('?from=1777888800000&to=now');
});

it('makes only the rows in sight of a long list', async () => {
  const traces = Array.from({ length: 500 }, (_, n) => trace(`${n}`.padStart(32, '0')));
  answers['/api/v1/services'] = { body: { seconds: 900, services: [service('gateway')] } };
  answers['/api/v1/traces'] = { body: { traces } };
  open('/traces');
  const table = await screen.findByRole('table', { name: 'Traces' });
  expect(table.getAttribute('aria-rowcount')).toBe('501');
  const rows = await within(table).findAllByRole('link', { name: /GET \/pay/ });
  expect(rows.length).toBeLessThan(60);
  screen.getByText('All 500 traces of this time range');
});

it('shows markup in telemetry as the text that it is', async () => {
  const hostile = '<img src=x onerror=alert(1)>';
  answers['/api/v1/services'] = { body: { seconds: 900, services: [service(hostile)] } };
  open('/services');
  const table = await screen.findByRole('table', { name: 'Services' });
  within(table).getByText(hostile);
  expect(document.querySelector('img')).toBeNull();
});

it('moves by keys, but not while typing', async () => {
  answers['/api/v1/services'] = { body: { seconds: 900, services: [service('gateway')] } };
  answers['/api/v1/traces'] = { body: { traces: [trace('a'.repeat(32))] } };
  open('/services');
  await screen.findByRole('table', { name: 'Services' });
  fireEvent.keyDown(document.body, { code: 'Slash' });
  expect(document.activeElement).toBe(screen.getByLabelText('Filter services'));
  fireEvent.keyDown(document.activeElement!, { code: 'KeyG' });
  fireEvent.keyDown(document.activeElement!, { code: 'KeyT' });
  expect(location.pathname).toBe('/services');
  fireEvent.keyDown(document.activeElement!, { code: 'Escape' });
  fireEvent.keyDown(document.body, { code: 'KeyG' });
  fireEvent.keyDown(document.body, { code: 'KeyT' });
  await screen.findByRole('table', { name: 'Traces' });
  expect(location.pathname).toBe('/traces');
});

it('has a page for addresses that lead nowhere', async () => {
  open('/no/such/page');
  await screen.findByText('There is no page here');
});

it('says that a trace is unknown', async () => {
  open(`/traces/${'f'.repeat(32)}`);
  await screen.findByText('No such trace');
});
