// @vitest-environment jsdom
// The pages inside the whole application, over a fetch that answers from a table.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { App } from '../../app/App.tsx';

type Answer = { status?: number; body: unknown };
let answers: Record<string, Answer>;
let written: { ifMatch: string | null; body: unknown }[];

const uid = (number: number): string => String(number).padStart(32, '0');
const instance = (number: number, more: object = {}): object => ({
  instanceUid: uid(number),
  service: 'checkout',
  namespace: '',
  environment: 'demo',
  version: '1.2.3',
  instance: `checkout-${number}`,
  status: 'healthy',
  firstSeenUnixNano: `${Date.now()}000000`,
  lastSeenUnixNano: `${Date.now()}000000`,
  heartbeatSeconds: 5,
  breakers: [],
  configStatus: 'unset',
  configError: '',
  wantedHash: '',
  reportedHash: '',
  ...more,
});
const config = (more: object = {}): object => ({
  service: 'checkout',
  version: 3,
  author: 'kim',
  updatedAt: Date.now(),
  settings: { breaker: { minimumRequests: 20 } },
  ...more,
});

beforeEach(() => {
  written = [];
  answers = {
    'GET /api/v1/instances': { body: { instances: [instance(1)] } },
    'GET /api/v1/services/checkout/config': { body: config() },
  };
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'PUT') {
      written.push({ ifMatch: request.headers.get('if-match'), body: await request.json() });
    }
    const answer = answers[`${request.method} ${new URL(request.url).pathname}`];
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

it('shows the command that starts an agent while none has reported', async () => {
  answers['GET /api/v1/instances'] = { body: { instances: [] } };
  open('/instances');
  await screen.findByText('No agent has reported yet');
  screen.getByText('node --import @nunchi/agent app.js');
});

it('lists instances with status, breakers and configuration, filtered by the address', async () => {
  const breakers = [{ address: '127.0.0.1:4412', state: 'open', reason: 'forced' }];
  answers['GET /api/v1/instances'] = {
    body: { instances: [instance(1), instance(2, { status: 'down', breakers })] },
  };
  open('/instances?status=down');
  const table = await screen.findByRole('table', { name: 'Instances' });
  expect(within(table).getAllByRole('row')).toHaveLength(2);
  const row = within(table).getByRole('row', { name: /checkout-2/ });
  within(row).getByText('Down');
  within(row).getByText('1 open of 1');
  within(row).getByText('Own defaults');
  expect(screen.getByText(/^1 of 2 instances/)).toBeDefined();
});

it('shows those that left only when it is asked', async () => {
  answers['GET /api/v1/instances'] = {
    body: { instances: [instance(1), instance(2, { status: 'left' })] },
  };
  open('/instances');
  const table = await screen.findByRole('table', { name: 'Instances' });
  expect(within(table).queryByRole('row', { name: /checkout-2/ })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: '1 left' }));
  await within(table).findByRole('row', { name: /checkout-2/ });
  expect(location.search).toBe('?status=left');
});

it('says why an instance refused its configuration, beside what it keeps', async () => {
  answers[`GET /api/v1/instances/${uid(1)}`] = {
    body: {
      ...instance(1, { configStatus: 'failed', configError: 'unknown version 2' }),
      attributes: { 'host.name': 'node-3' },
      health: { healthy: true, status: 'running', lastError: '' },
      wantedConfig: { version: 2 },
      effectiveConfig: { version: 1 },
    },
  };
  open(`/instances/${uid(1)}`);
  await screen.findByText('Failed: unknown version 2. It keeps what it had.');
  expect(screen.getByRole('group', { name: 'Wanted' }).textContent).toContain('"version": 2');
  expect(screen.getByRole('group', { name: 'In force' }).textContent).toContain('"version": 1');
  screen.getByText('node-3');
});

it('says that an instance is unknown', async () => {
  answers[`GET /api/v1/instances/${uid(9)}`] = {
    status: 404,
    body: { code: 'instance_not_found', title: 'There is no such instance' },
  };
  open(`/instances/${uid(9)}`);
  await screen.findByText('No such instance');
});

it('saves a configuration over the version that it was opened with', async () => {
  answers['PUT /api/v1/services/checkout/config'] = {
    body: config({ version: 4, settings: { breaker: { minimumRequests: 50 } } }),
  };
  open('/services/checkout/config');
  const calls = await screen.findByLabelText('Of at least this many calls');
  fireEvent.change(calls, { target: { value: '0' } });
  await screen.findByText('A whole number from 1 to 100,000');
  expect(screen.getByRole('button', { name: 'Save' })).toHaveProperty('disabled', true);
  fireEvent.change(calls, { target: { value: '50' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await screen.findByText('Saved. The instances are told now.');
  expect(written).toEqual([{ ifMatch: '"3"', body: { breaker: { minimumRequests: 50 } } }]);
});

it('keeps what was written when somebody else was first, until theirs is taken', async () => {
  answers['PUT /api/v1/services/checkout/config'] = {
    status: 412,
    body: { code: 'version_stale', title: 'Somebody else has changed it meanwhile' },
  };
  open('/services/checkout/config');
  const calls = await screen.findByLabelText('Of at least this many calls');
  fireEvent.change(calls, { target: { value: '50' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await screen.findByText('Somebody else has changed this configuration');
  expect(calls).toHaveProperty('value', '50');
  answers['GET /api/v1/services/checkout/config'] = {
    body: config({ version: 4, settings: { breaker: { minimumRequests: 7 } } }),
  };
  fireEvent.click(screen.getByRole('button', { name: 'Take theirs, drop mine' }));
  await waitFor(() =>
    expect(screen.getByLabelText('Of at least this many calls')).toHaveProperty('value', '7'),
  );
});
