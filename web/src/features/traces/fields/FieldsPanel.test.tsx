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
import { fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { AddCondition } from '../components/FilterActions.tsx';
import { FieldsPanel } from './FieldsPanel.tsx';

afterEach(() => vi.unstubAllGlobals());

it('lists fields by kind, the values of one among what matches, and filters by a click', async () => {
  const asked: URL[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url);
    asked.push(url);
    const body = url.pathname.endsWith('/fields')
      ? {
          fields: [
            { name: 'service', kind: 'column', spans: 90 },
            { name: 'duration', kind: 'column', spans: 90 },
            { name: 'http.route', kind: 'attribute', spans: 40 },
          ],
        }
      : {
          values: [
            { value: '/pay me', spans: 30 },
            { value: '', spans: 10 },
          ],
        };
    return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
  });
  const add = vi.fn<AddCondition>();
  const root = createRootRoute({
    component: () => <FieldsPanel q="status:error" add={add} close={() => {}} />,
  });
  const router = createRouter({ routeTree: root, history: createMemoryHistory() });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MantineProvider>
        <RouterProvider router={router as never} />
      </MantineProvider>
    </QueryClientProvider>,
  );
  const attributes = await screen.findByRole('region', { name: 'Span attributes' });
  // Of durations there are no usual values to choose from.
  expect(screen.queryByRole('button', { name: /duration/ })).toBeNull();
  fireEvent.click(within(attributes).getByRole('button', { name: /http\.route/ }));
  const values = await screen.findByRole('list', { name: 'Values of http.route' });
  expect(asked.at(-1)!.searchParams.get('q')).toBe('status:error');
  within(values).getByText('(empty)');
  fireEvent.click(within(values).getByRole('button', { name: 'Only http.route /pay me' }));
  fireEvent.click(within(values).getByRole('button', { name: 'Without http.route /pay me' }));
  expect(add.mock.calls.map(([condition]) => printQuery(condition))).toEqual([
    'http.route:"/pay me"',
    '-http.route:"/pay me"',
  ]);
  fireEvent.change(screen.getByLabelText('Filter fields'), { target: { value: 'ROUTE' } });
  expect(screen.queryByRole('region', { name: 'Columns' })).toBeNull();
});
