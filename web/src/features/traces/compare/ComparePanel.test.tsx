// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { printQuery } from '@nunchi/store/language/print';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AddCondition } from '../components/FilterActions.tsx';
import type { TracesSearch } from '../url.ts';
import { ComparePanel } from './ComparePanel.tsx';

const value = (text: string | null, selected: number, rest: number, score: number): object => ({
  value: text,
  selected,
  rest,
  selectedShare: selected / 100,
  restShare: rest / 1000,
  score,
});
const comparison = {
  selected: 100,
  rest: 1000,
  sampled: false,
  fields: [
    {
      field: 'version',
      score: 0.8,
      values: [value('2.0', 90, 50, 0.8), value('1.0', 10, 950, -0.8)],
    },
    { field: 'user.id', score: 0.1, values: [value(null, 40, 100, 0.1)] },
    { field: 'kind', score: 0, values: [value('server', 100, 1000, 0)] },
  ],
};

let answer: { status: number; body: object };
let asked: object[];
beforeEach(() => {
  answer = { status: 200, body: comparison };
  asked = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push((await request.json()) as object);
    return new Response(JSON.stringify(answer.body), {
      status: answer.status,
      headers: { 'content-type': 'application/json' },
    });
  });
});
afterEach(() => vi.unstubAllGlobals());

function open(search: TracesSearch) {
  const told = { change: vi.fn(), add: vi.fn<AddCondition>(), zoom: vi.fn(), close: vi.fn() };
  const root = createRootRoute({ component: () => <ComparePanel search={search} {...told} /> });
  const router = createRouter({ routeTree: root, history: createMemoryHistory() });
  render(
    <QueryClientProvider
      client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}
    >
      <MantineProvider>
        <RouterProvider router={router as never} />
      </MantineProvider>
    </QueryClientProvider>,
  );
  return told;
}

it('ranks what differs, with counts and shares, and filters by one click', async () => {
  const { add } = open({ q: 'service:pay', selectMin: 250, selectFrom: 1000 });
  const list = await screen.findByRole('list', { name: /What differs/ });
  expect(asked).toEqual([
    {
      from: 'now-15m',
      to: 'now',
      q: 'service:pay',
      spans: 'entry',
      selection: { from: '1000', minDurationMs: 250 },
    },
  ]);
  screen.getByText('100 spans selected');
  screen.getByText('1,000 others');
  const names = within(list).getAllByRole('heading');
  expect(names.map(({ textContent }) => textContent)).toEqual(['version', 'user.id']);
  within(list).getByText('90%');
  within(list).getByText('5.0%');

  fireEvent.click(screen.getByRole('button', { name: 'Only version 2.0' }));
  fireEvent.click(screen.getByRole('button', { name: 'Without version 1.0' }));
  fireEvent.click(screen.getByRole('button', { name: 'Only user.id any value' }));
  expect(add.mock.calls.map(([condition]) => printQuery(condition))).toEqual([
    'version:2.0',
    '-version:1.0',
    'user.id:*',
  ]);
});

it('asks nothing until something is selected, which the keyboard can do, too', async () => {
  const { change } = open({ differs: 'open' });
  const slower = await screen.findByLabelText('Selected at least');
  fireEvent.change(slower, { target: { value: '1.5s' } });
  fireEvent.submit(slower);
  expect(change).toHaveBeenLastCalledWith({ selectMin: 1500 });
  const from = screen.getByLabelText('Selected from');
  fireEvent.change(from, { target: { value: 'yesterday' } });
  fireEvent.submit(from);
  expect(from.title).toMatch(/^A time, like/);
  fireEvent.click(screen.getByRole('button', { name: 'Errors against the rest' }));
  expect(change).toHaveBeenLastCalledWith({ selectQ: 'status:error' });
  expect(change).toHaveBeenCalledTimes(2);
  expect(asked).toEqual([]);
});

it('says when there is nothing to compare, and why it failed', async () => {
  answer.body = { ...comparison, selected: 0 };
  open({ selectMin: 250 });
  await screen.findByText('No span that matches is in the selection.');
  expect(screen.queryByRole('list', { name: /What differs/ })).toBeNull();
});

it('is closed by Escape, and asks again after a failure', async () => {
  answer = {
    status: 400,
    body: { title: 'A query is not in the query language', detail: 'no', status: 400 },
  };
  const { close } = open({ selectQ: 'status:' });
  await screen.findByText(/not in the query language/);
  answer = { status: 200, body: comparison };
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByRole('list', { name: /What differs/ });
  fireEvent.keyDown(screen.getByLabelText('Selected from'), { code: 'Escape' });
  expect(close).not.toHaveBeenCalled();
  fireEvent.keyDown(document.body, { code: 'Escape' });
  await waitFor(() => expect(close).toHaveBeenCalledOnce());
});
