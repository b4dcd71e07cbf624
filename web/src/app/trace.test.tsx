// @vitest-environment jsdom
// The pages of one trace and of two, over a fetch that answers from a table.
import { fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Trace } from '../api/types.ts';
import { drawn, logRecord } from '../features/traces/model/fixtures.ts';
import { App } from './App.tsx';

const [A, B, UNKNOWN] = ['a', 'b', 'c'].map((digit) => digit.repeat(32)) as [
  string,
  string,
  string,
];

const trace = (traceId: string, drawing: string, more: Partial<Trace> = {}): Trace => ({
  traceId,
  correlationIds: ['order-7'],
  spans: drawn(drawing),
  logs: [],
  truncated: { spans: 0, logs: 0 },
  ...more,
});
const summary = (traceId: string): object => ({
  traceId,
  correlationId: 'order-7',
  rootService: 'mailer',
  rootName: 'send the mail',
  startTimeUnixNano: `${Date.now()}000000`,
  durationMs: 12,
  spans: 3,
  errors: 0,
  services: ['mailer'],
});

let answers: Record<string, unknown>;
beforeEach(() => {
  // jsdom lays nothing out, and rows that are not in sight do not exist.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(900);
  answers = {
    [`/api/v1/traces/${A}`]: trace(
      A,
      `
order     0-100 server @order-1
  call   40-80  client @order-1 !
    pay  15-35  server @payment-2 !
`,
      { logs: [logRecord('pay', 20, 'card declined')], truncated: { spans: 9, logs: 0 } },
    ),
    [`/api/v1/traces/${B}`]: trace(
      B,
      `
order      0-300 server @order-1
  call   20-280  client @order-1
    fraud 30-40  server @fraud-1
`,
    ),
    '/api/v1/correlations/order-7': {
      correlationId: 'order-7',
      traces: [summary(A), summary(B)],
      logs: [],
      exemplars: [],
      truncated: { traces: 0, logs: 0, exemplars: 0 },
    },
  };
  vi.stubGlobal('fetch', async (request: Request) => {
    const known = answers[new URL(request.url).pathname];
    return new Response(JSON.stringify(known ?? {}), {
      status: known ? 200 : 404,
      headers: { 'content-type': 'application/json' },
    });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function open(path: string): void {
  window.history.replaceState(null, '', path);
  render(<App />);
}

it('shows a trace, and says what is odd about it', async () => {
  open(`/traces/${A}`);
  await screen.findByText(
    'Times of payment-2 were moved by +35.0 ms: its clock seems to be behind',
  );
  screen.getByText('This trace is larger than what one page takes. Not shown: 9 spans.');
  const json = screen.getByText('JSON').closest('a');
  expect(json?.getAttribute('href')).toBe(`/api/v1/traces/${A}`);
  expect(json?.download).toBe(`trace-${A}.json`);
  const bar = (row: HTMLElement): string => within(row).getByTitle(/starts after/).title;
  const rows = await screen.findAllByRole('row');
  expect(bar(rows[2]!)).toBe('20.0 ms, starts after 50.0 ms\n20.0 ms of its own');
  fireEvent.click(screen.getByText('Raw times'));
  await screen.findByText(/Times of payment-2 are as sent/);
  expect(bar(screen.getAllByRole('row')[2]!)).toContain('starts after 15.0 ms');
  // The whole application is compiled for the first page.
}, 20_000);

it('shows it from other sides: errors, sums, flame, and the traces that belong to it', async () => {
  open(`/traces/${A}?view=errors`);
  const failed = within(await screen.findByRole('table', { name: 'Failed spans' }));
  expect(failed.getAllByText(/span (call|pay)/).map((each) => each.textContent)).toEqual([
    'span pay',
    'span call',
  ]);
  fireEvent.click(screen.getByText('Summary'));
  const sums = await screen.findByRole('table', { name: 'Sums by operation' });
  expect(within(sums).getAllByRole('row')[1]!.textContent).toContain('span order');
  fireEvent.click(screen.getByText('Related traces'));
  const others = await screen.findByRole('table', { name: 'Traces' });
  expect(within(others).getAllByRole('link')).toHaveLength(1);
  fireEvent.click(screen.getByText('Flame'));
  await screen.findByRole('img', { name: /^Flame view of 3 spans/ });
}, 15_000);

it('names a trace that is not there', async () => {
  open(`/traces/${UNKNOWN}`);
  await screen.findByText('No such trace');
  screen.getByRole('heading', { level: 1, name: `Trace ${UNKNOWN}` });
});

it('compares two traces, and says which of them is not there', async () => {
  open(`/traces/compare?a=${A}&b=${B}`);
  const table = await screen.findByRole('table', { name: 'Operations of both traces' });
  const words = within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('cell')
        .slice(0, 2)
        .map((cell) => cell.textContent),
    );
  expect(words).toEqual([
    ['span orderorder', 'changed'],
    ['span callorder', 'changed'],
    ['span fraudfraud', 'new'],
    ['span paypayment', 'gone'],
  ]);
  fireEvent.paste(screen.getByLabelText('Trace B'), {
    clipboardData: { getData: () => `00-${UNKNOWN}-00f067aa0ba902b7-01` },
  });
  await screen.findByRole('alert');
  expect(location.search).toContain(`b=${UNKNOWN}`);
});
