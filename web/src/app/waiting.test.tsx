// @vitest-environment jsdom
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Waiting } from './Waiting.tsx';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function Asks({ ask }: { ask: () => Promise<string> }) {
  const { data, error } = useQuery({ queryKey: ['it'], queryFn: ask, retry: false });
  return <p>{data ?? error?.message ?? 'nothing yet'}</p>;
}

function show(ask: () => Promise<string>): void {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Asks ask={ask} />
      <Waiting />
    </QueryClientProvider>,
  );
}

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const said = () => screen.queryByRole('status')?.textContent;

it('says for how long an answer is waited for, until it is there', async () => {
  let answer: (text: string) => void = () => undefined;
  show(() => new Promise((resolve) => (answer = resolve)));
  await pass(3_900);
  expect(said()).toBeUndefined();
  await pass(2_200);
  expect(said()).toBe('The store has not answered yet, and is waited for.6 s');
  answer('here');
  await pass(100);
  expect(screen.getByText('here')).toBeDefined();
  expect(said()).toBeUndefined();
});

it('leaves the word to an error, also while it is asked again', async () => {
  let fail: (error: Error) => void = () => undefined;
  show(() => new Promise((_, reject) => (fail = reject)));
  await pass(5_000);
  expect(said()).toContain('5 s');
  fail(new Error('it is away'));
  await pass(100);
  expect(screen.getByText('it is away')).toBeDefined();
  expect(said()).toBeUndefined();
});
