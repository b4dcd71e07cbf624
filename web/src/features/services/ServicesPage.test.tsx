// @vitest-environment jsdom
// The page inside the whole application, over a fetch that answers with two services.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { App } from '../../app/App.tsx';

const point = (second: number, requests: number) => ({
  timeUnixNano: `${second}000000000`,
  requests,
  errors: 0,
  p95Ms: 20,
});
const service = (name: string, more: object) => ({
  service: name,
  namespaces: ['shop'],
  environments: ['production'],
  versions: ['1.0'],
  requests: 900,
  requestsPerSecond: 1,
  errors: 0,
  errorRate: 0,
  p50Ms: 10,
  p95Ms: 20,
  p99Ms: 30,
  before: null,
  instances: 1,
  lastSeenUnixNano: `${Date.now()}000000`,
  health: 'healthy',
  healthReason: 'None of 900 requests failed.',
  points: [1, 2, 3, 4].map((second) => point(second, 10)),
  ...more,
});
const usual = { requests: 900, errorRate: 0, p50Ms: 10, p95Ms: 240, p99Ms: 300 };
let asked: URL[];

beforeEach(() => {
  asked = [];
  const services = [
    service('gateway', {}),
    service('payment', {
      p95Ms: 1200,
      before: usual,
      health: 'degraded',
      healthReason: 'p95 is 1.2 s, usually 240 ms',
    }),
  ];
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url);
    asked.push(url);
    const known = url.pathname === '/api/v1/services';
    const of = url.searchParams.get('environment') === 'moon' ? [] : services;
    return new Response(JSON.stringify({ seconds: 900, stepMs: 1000, services: of }), {
      status: known ? 200 : 404,
      headers: { 'content-type': 'application/json' },
    });
  });
});
afterEach(() => vi.unstubAllGlobals());

function open(path: string): void {
  window.history.replaceState(null, '', path);
  render(<App />);
}

it('the sick come first, with the reason, what is usual, and ways on', async () => {
  open('/services?environment=production');
  const table = await screen.findByLabelText('Services', { selector: 'table' });
  const [first] = [...table.querySelectorAll('tbody tr')] as HTMLElement[];
  within(first!).getByText('p95 is 1.2 s, usually 240 ms');
  expect(within(first!).getByText('×5.0').title).toBe('usually 240 ms');
  const link = within(first!).getByText('payment').closest('a')!;
  expect(link.getAttribute('href')).toBe('/services/payment?environment=production');
  const traces = within(first!).getByLabelText('Traces of payment').getAttribute('href')!;
  expect(new URL(traces, location.origin).searchParams.get('q')).toBe(
    'service:payment environment:production',
  );
  expect(asked.some(({ searchParams }) => searchParams.get('points') === 'true')).toBe(true);
}, 15_000);

it('j and k go from row to row', async () => {
  open('/services?sort=service');
  const table = await screen.findByLabelText('Services', { selector: 'table' });
  const focused = () => document.activeElement?.textContent;
  fireEvent.keyDown(document.body, { code: 'KeyJ' });
  expect(focused()).toBe('gateway');
  fireEvent.keyDown(document.body, { code: 'KeyJ' });
  fireEvent.keyDown(document.body, { code: 'KeyJ' });
  expect(focused()).toBe('payment');
  fireEvent.keyDown(document.body, { code: 'KeyK' });
  expect(focused()).toBe('gateway');
  expect(table.contains(document.activeElement)).toBe(true);
}, 15_000);

it('says which filter left nothing, and takes it away', async () => {
  open('/services?environment=moon');
  fireEvent.click(await screen.findByText('environment is moon'));
  await waitFor(() => expect(location.search).toBe(''));
  await screen.findByText('payment');
}, 15_000);
