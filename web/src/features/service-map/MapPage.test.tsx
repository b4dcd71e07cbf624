// @vitest-environment jsdom
// The page inside the whole application, over a fetch that answers with a map.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { App } from '../../app/App.tsx';
import type { ServiceMap } from './api/queries.ts';
import { compared, drawn } from './model/fixtures.ts';
import type { MapGraph } from './model/graph.ts';

const shop = drawn(`
  gateway → catalogue
  gateway → checkout
  checkout → payment
  checkout ~ worker
`);

const mailer = drawn('worker → mailer');
const more = { nodes: mailer.nodes.filter(({ id }) => id === 'mailer'), edges: mailer.edges };

function open(path: string, graph: MapGraph, more: Partial<ServiceMap> = {}): void {
  answer(graph, more);
  window.history.replaceState(null, '', path);
  render(<App />);
}

/** The questions about the map that were asked, in order. */
const asked: URLSearchParams[] = [];

function answer(graph: MapGraph, more: Partial<ServiceMap> = {}): void {
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname, searchParams } = new URL(request.url);
    const answers: Record<string, object> = {
      '/api/v1/service-map': {
        ...graph,
        truncated: false,
        incomplete: null,
        seconds: 900,
        ...more,
      },
      '/api/v1/services': {
        services: [
          { service: 'gateway', namespaces: ['eu', 'us'], environments: [], versions: [] },
        ],
      },
    };
    if (pathname === '/api/v1/service-map') asked.push(searchParams);
    const body = answers[pathname];
    return new Response(JSON.stringify(body ?? {}), {
      status: body ? 200 : 404,
      headers: { 'content-type': 'application/json' },
    });
  });
}
afterEach(() => {
  vi.unstubAllGlobals();
  asked.length = 0;
});

const map = () => screen.findByRole('group', { name: 'Map of services' });
const nodeOf = (id: string): HTMLElement | null =>
  document.querySelector(`.react-flow__node[data-id="${id}"] button`);
const shown = (id: string): Promise<HTMLElement> =>
  waitFor(() => {
    const found = nodeOf(id);
    if (!found) throw new Error(`${id} is not on the map`);
    return found;
  });
// Asked of the whole page: another picture is another map.
const node = (name: string) => screen.findByRole('button', { name: new RegExp(`^${name}, `) });

it('a click on a node opens its details, Escape closes them', async () => {
  open('/map', shop);
  fireEvent.click(await shown('checkout'));
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

it('double-click and F show the neighbours only, farther ones on demand, Escape shows all', async () => {
  open('/map', shop);
  fireEvent.doubleClick(await shown('checkout'));
  await screen.findByText('Neighbours of checkout');
  await waitFor(() => expect(nodeOf('catalogue')).toBeNull());
  fireEvent.keyDown(await shown('gateway'), { code: 'KeyF' });
  await screen.findByText('Neighbours of gateway');
  await waitFor(() => expect(nodeOf('payment')).toBeNull());
  fireEvent.click(screen.getByLabelText('2'));
  await shown('payment');
  expect(location.search).toBe('?focus=gateway&selected=gateway&depth=2');
  fireEvent.keyDown(document.body, { code: 'Escape' });
  await waitFor(() => expect(location.search).toBe('?focus=gateway&depth=2'));
  fireEvent.keyDown(document.body, { code: 'Escape' });
  await waitFor(() => expect(location.search).toBe(''));
});

it('arrow keys go from a node to the one beside it', async () => {
  open('/map', drawn('first → second\nsecond → third'));
  const first = await shown('first');
  const placeOf = (id: string) =>
    nodeOf(id)!.closest<HTMLElement>('.react-flow__node')!.style.transform.match(/-?\d+/g)!;
  const inRow = placeOf('first')[1] === placeOf('second')[1];
  const [on, back] = inRow ? ['ArrowRight', 'ArrowLeft'] : ['ArrowDown', 'ArrowUp'];
  first.focus();
  for (const [code, id] of [
    [on, 'second'],
    [on, 'third'],
    [back, 'second'],
  ] as const) {
    fireEvent.keyDown(document.activeElement!, { code });
    expect(document.activeElement).toBe(nodeOf(id));
  }
});

it('more than fits is shown in groups that open, and says what is missing', async () => {
  const many = drawn(
    Array.from({ length: 160 }, (_, at) => `hub → ${'ab'[at % 2]}-${at}`).join('\n'),
  );
  open('/map', many, { truncated: true, incomplete: { minutes: 9, reason: 'They come soon.' } });
  fireEvent.click(await shown('group:name1=a'));
  await shown('a-0');
  expect(location.search).toBe('?group=group:name1%3Da');
  screen.getByText(/more connections than are shown/);
  screen.getByText('Not all of this range is on the map. They come soon.');
  screen.getByText(/80 nodes are shown as 1 group/);
});

it('the newest minutes may come late: that is said beside the title, and moves nothing', async () => {
  open('/map', shop, { incomplete: { minutes: 1, reason: 'It comes soon.' } });
  expect((await screen.findByText('1 minute being summed up')).title).toBe('It comes soon.');
  expect(screen.queryByText(/Not all of this range/)).toBeNull();
});

it('finding a node opens its group and its details', async () => {
  const many = drawn(
    [...Array.from({ length: 150 }, (_, at) => `${'ab'[at % 2]}-${at + 100}`), 'a-0'].join('\n'),
  );
  open('/map', many);
  await shown('group:name1=a');
  const find = screen.getByLabelText('Find on the map', { selector: 'input' });
  fireEvent.click(find);
  fireEvent.click(await screen.findByText('a-0'));
  await shown('a-0');
  expect(location.search).toBe('?group=group:name1%3Da&selected=a-0');
  fireEvent.click(screen.getByLabelText('Close the group a'));
  await shown('group:name1=a');
});

it('is narrowed to a namespace, of those that there are', async () => {
  open('/map?version=7', shop);
  await shown('gateway');
  fireEvent.click(screen.getByLabelText('Namespace', { selector: 'input' }));
  fireEvent.click(await screen.findByText('us', { selector: '[role=option], [role=option] *' }));
  await waitFor(() => expect(asked.at(-1)!.get('namespace')).toBe('us'));
  expect(asked.at(-1)!.get('version')).toBe('7');
});

it('a comparison lists what is new, gone and changed, in words', async () => {
  const before = { requestsPerSecond: 2, errorRate: 0, p95Ms: 3 };
  const changed = compared(shop, [
    { id: 'worker', change: 'gone', changeReason: 'It is gone.', before },
    { id: 'checkout→worker:messaging', change: 'gone', changeReason: 'It is gone.', before },
    {
      id: 'checkout→payment:http',
      change: 'changed',
      changeReason: 'p95 3 ms → 12 ms',
      before,
    },
  ]);
  open('/map?from=now-1h&compare=day', changed);
  const list = await screen.findByRole('complementary', { name: 'Changes' });
  expect(Object.fromEntries(asked.at(-1)!)).toMatchObject({
    beforeFrom: 'now-25h',
    beforeTo: 'now-1d',
  });
  within(list).getByRole('heading', { name: '2 changes' });
  within(list).getByText('Last hour, compared with a day before');
  expect(
    within(list)
      .getAllByRole('listitem')
      .map((item) => item.textContent),
  ).toEqual(['workerGoneIt is gone.', 'checkout to paymentChangedp95 3 ms → 12 ms']);
  fireEvent.click(within(list).getByText('payment'));
  await screen.findByRole('heading', { name: 'checkout to payment' });
  screen.getByText('was 3.00 ms');
  fireEvent.click(screen.getByLabelText('Table'));
  const services = await screen.findByRole('table', { name: 'Services and what they use' });
  within(services).getByRole('row', { name: /worker.*Gone\s*It is gone/ });
});
