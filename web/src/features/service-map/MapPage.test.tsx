// @vitest-environment jsdom
// The page inside the whole application, over a fetch that answers with a map.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { App } from '../../app/App.tsx';
import { drawn } from './model/fixtures.ts';
import type { MapGraph } from './model/graph.ts';

const shop = drawn(`
  gateway → catalogue
  gateway → checkout
  checkout → payment
  checkout ~ worker
`);

const mailer = drawn('worker → mailer');
const more = { nodes: mailer.nodes.filter(({ id }) => id === 'mailer'), edges: mailer.edges };

function open(path: string, graph: MapGraph, truncated = false): void {
  answer(graph, truncated);
  window.history.replaceState(null, '', path);
  render(<App />);
}

function answer(graph: MapGraph, truncated = false): void {
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url);
    const body = pathname === '/api/v1/service-map' ? { ...graph, truncated, seconds: 900 } : {};
    return new Response(JSON.stringify(body), {
      status: pathname === '/api/v1/service-map' ? 200 : 404,
      headers: { 'content-type': 'application/json' },
    });
  });
}
afterEach(() => vi.unstubAllGlobals());

const map = () => screen.findByRole('group', { name: 'Map of services' });
// Asked of the whole page: another picture is another map.
const node = (name: string) => screen.findByRole('button', { name: new RegExp(`^${name}, `) });

it('a click on a node opens its details, Escape closes them', async () => {
  open('/map', shop);
  fireEvent.click(await node('checkout'));
  const details = await screen.findByRole('complementary', { name: 'Details' });
  within(details).getByRole('heading', { name: 'checkout' });
  within(details).getByText('Called by');
  within(details).getByRole('button', { name: 'payment' });
  expect(within(details).getByRole('link', { name: 'Traces' }).getAttribute('href')).toBe(
    '/traces?service=checkout',
  );
  expect(location.search).toBe('?selected=checkout');
  fireEvent.keyDown(document.body, { code: 'Escape' });
  await waitFor(() => expect(screen.queryByRole('complementary', { name: 'Details' })).toBeNull());
});

it('from a node to one of its connections', async () => {
  open('/map?selected=checkout', shop);
  const details = await screen.findByRole('complementary', { name: 'Details' });
  const row = within(details).getByRole('row', { name: /payment/ });
  fireEvent.click(within(row).getByRole('button', { name: /details of this connection/ }));
  await screen.findByRole('heading', { name: 'checkout to payment' });
  screen.getByText('p99');
});

it('a focus shows the neighbours only, until it is cleared', async () => {
  open('/map?focus=payment', shop);
  await node('checkout');
  screen.getByText('Neighbours of payment');
  expect(within(await map()).queryByRole('button', { name: /^gateway/ })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Show the whole map' }));
  await node('gateway');
});

it('new nodes come to those that are there, which stay where they are', async () => {
  open('/map', shop);
  const placeOf = (name: string) =>
    screen
      .getByRole('button', { name: new RegExp(`^${name}, `) })
      .closest<HTMLElement>('.react-flow__node')!.style.transform;
  await node('gateway');
  const before = ['gateway', 'payment', 'worker'].map(placeOf);
  answer({ nodes: [...shop.nodes, ...more.nodes], edges: [...shop.edges, ...more.edges] });
  fireEvent.click(screen.getByRole('button', { name: 'Refresh' }));
  await node('mailer');
  expect(['gateway', 'payment', 'worker'].map(placeOf)).toEqual(before);
});

it('the table has the same content', async () => {
  open('/map?view=table', shop);
  const services = await screen.findByRole('table', { name: 'Services and what they use' });
  expect(within(services).getAllByRole('row')).toHaveLength(1 + shop.nodes.length);
  const connections = screen.getByRole('table', { name: 'Connections' });
  expect(within(connections).getAllByRole('row')).toHaveLength(1 + shop.edges.length);
});

it('what is too much for a map is a table, and says so', async () => {
  const many = drawn(Array.from({ length: 151 }, (_, at) => `hub → leaf${at}`).join('\n'));
  open('/map', many, true);
  await screen.findByRole('table', { name: 'Connections' });
  screen.getByText(/152 nodes are too many for a calm map/);
  screen.getByText(/more connections than are shown/);
});
