// @vitest-environment jsdom
// The page inside the whole application, over a fetch that answers from a table.
import { fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { App } from '../../app/App.tsx';
import { pipelineOf } from './model/fixtures.ts';

let answer: { status: number; body: unknown };
let asked: string[];

beforeEach(() => {
  asked = [];
  answer = { status: 200, body: pipelineOf() };
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url);
    if (url.pathname !== '/api/v1/pipeline') return new Response('{}', { status: 404 });
    asked.push(url.search);
    return new Response(JSON.stringify(answer.body), {
      status: answer.status,
      headers: { 'content-type': 'application/json' },
    });
  });
});
afterEach(() => vi.unstubAllGlobals());

function open(path = '/pipeline'): void {
  window.history.replaceState(null, '', path);
  render(<App />);
}

const stage = async (name: string): Promise<HTMLElement> => {
  const heading = await screen.findByRole('heading', { name, level: 3 });
  return heading.closest('li')!;
};

it('says that all is well, and shows the way with its present figures', async () => {
  open();
  await screen.findByRole('heading', { name: 'Healthy: what arrives is stored' });
  expect((await stage('Received')).textContent).toContain('3.00 requests/s');
  const decoded = await stage('Decoded');
  expect(decoded.textContent).toContain('90.0 records/s');
  within(decoded).getByText('No record rejected, nothing cut');
  expect((await stage('Journal')).textContent).toMatch(/2.00 KiB wait for the store.*500 ms/);
  expect((await stage('Store')).textContent).toContain('50.0 ms / 120 ms');
  expect(screen.queryByRole('table', { name: 'Left out' })).toBeNull();
  screen.getByRole('figure', { name: 'Time until a request is answered' });
  screen.getByRole('link', { name: 'Pipeline', current: 'page' });
});

it('says what is wrong, and names everything that was left out', async () => {
  const { decoded } = pipelineOf();
  const rejected = 'span without a valid trace id';
  answer.body = pipelineOf({
    verdict: {
      state: 'unhealthy',
      words: 'The store takes 3.1 s for a block; 12 blocks wait, the oldest for 41 s',
      problems: [
        { severity: 'error', words: 'The store takes 3.1 s for a block; 12 blocks wait' },
        { severity: 'warning', words: `4,120 records rejected: ${rejected}` },
      ],
    },
    decoded: {
      ...decoded,
      rejected: [{ signal: 'traces', reason: rejected, total: 4_120, perSecond: [0, 0, 412] }],
    },
  });
  open('/pipeline?from=now-1h&to=now');
  await screen.findByRole('heading', { name: /^Unhealthy: the store takes 3.1 s for a block/ });
  const verdict = screen.getByRole('region', { name: 'Verdict' });
  expect(within(verdict).getAllByRole('listitem')).toHaveLength(1);
  within(verdict).getByText(`4,120 records rejected: ${rejected}`);
  within(await stage('Decoded')).getByText('4,120 records rejected');
  const table = screen.getByRole('table', { name: 'Left out' });
  within(table).getByRole('row', { name: `Decoded records rejected traces ${rejected} 4,120` });
  expect(asked[0]).toBe('?from=now-1h&to=now');
});

it('says why there is nothing to show', async () => {
  answer.body = pipelineOf({ processes: [] });
  open();
  await screen.findByText('No own telemetry in this time range');
  screen.getByText(/every 10 seconds/);
  answer.body = pipelineOf({ processes: [], everySeconds: 0 });
  fireEvent.click(screen.getByRole('button', { name: 'Widen to last 30 minutes' }));
  await screen.findByText('NUNCHI_SELF_TELEMETRY_SECONDS');
});

it('says why the question failed', async () => {
  answer = {
    status: 400,
    body: { title: 'A time is not valid', detail: 'from=soon', status: 400 },
  };
  open('/pipeline?from=soon');
  await screen.findByText('A time is not valid');
  screen.getByRole('button', { name: 'Try again' });
});
