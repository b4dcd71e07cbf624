// @vitest-environment jsdom
import { fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MantineProvider } from '@mantine/core';
import { useState } from 'react';
import type { Span, Trace } from '../../../api/types.ts';
import { drawn, logRecord, span } from '../model/fixtures.ts';
import type { TraceSearch } from '../trace-url.ts';
import { TraceTools } from './TraceTools.tsx';
import { useTraceKeys } from './useTraceKeys.ts';
import { useTraceView } from './useTraceView.ts';
import { Waterfall } from './Waterfall.tsx';

// jsdom lays nothing out, and rows that are not in sight do not exist.
beforeEach(() => {
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(900);
});
afterEach(() => vi.restoreAllMocks());

const spans: Span[] = [
  ...drawn(`
gateway    0-100
  order   10-90 !
    pay   20-40
  log     92-95
`),
  span('orphan', 'gone', 50, 1),
];
const trace: Trace = {
  traceId: 'a'.repeat(32),
  correlationIds: [],
  spans,
  logs: [logRecord('pay', 25, 'asking the bank'), logRecord('pay', 38, 'the bank said yes')],
  truncated: { spans: 0, logs: 0 },
};

function Page({ trace }: { trace: Trace }) {
  const [search, setSearch] = useState<TraceSearch>({});
  const view = useTraceView(trace, search, (next) => setSearch((now) => ({ ...now, ...next })));
  useTraceKeys(view);
  return (
    <MantineProvider env="test" withCssVariables={false} withGlobalClasses={false}>
      <TraceTools view={view} rows />
      <Waterfall view={view} />
      <output>{search.span}</output>
    </MantineProvider>
  );
}

async function open(shown: Trace = trace): Promise<void> {
  render(<Page trace={shown} />);
  await screen.findAllByRole('row');
}

const names = (): string[] =>
  screen.getAllByRole('row').map((row) => /span (\w+)shop/.exec(row.textContent)?.[1] ?? 'log');

it('shows the tree with its marks', async () => {
  await open();
  expect(names()).toEqual(['gateway', 'order', 'pay', 'log', 'orphan']);
  const [gateway, order, pay, , orphan] = screen.getAllByRole('row');
  expect(gateway!.getAttribute('aria-level')).toBe('1');
  within(order!).getByRole('img', { name: 'Error' });
  within(pay!).getByTitle('2 log records');
  within(orphan!).getByText('missing parent');
});

const press = (...codes: string[]): void => {
  for (const code of codes) fireEvent.keyDown(document.body, { code });
};

it('moves, folds and closes by keys, wherever the focus is', async () => {
  await open();
  press('KeyJ', 'ArrowDown');
  expect(screen.getByRole('status').textContent).toBe('order');
  press('Enter');
  expect(names()).toEqual(['gateway', 'order', 'log', 'orphan']);
  press('ArrowRight', 'ArrowRight');
  expect(screen.getByRole('status').textContent).toBe('pay');
  press('Escape');
  expect(screen.getByRole('status').textContent).toBe('');
});

it('finds spans and goes from one to the next', async () => {
  await open();
  const box = screen.getByLabelText('Find a span');
  fireEvent.change(box, { target: { value: 'span o' } });
  fireEvent.keyDown(box, { code: 'Enter' });
  expect(screen.getByRole('status').textContent).toBe('order');
  fireEvent.keyDown(box, { code: 'Enter' });
  expect(screen.getByRole('status').textContent).toBe('orphan');
  screen.getByText('2 of 2');
  fireEvent.click(screen.getByRole('button', { name: 'Previous match' }));
  expect(screen.getByRole('status').textContent).toBe('order');
});

it('leads to errors, opens levels, and puts log records between the spans', async () => {
  await open();
  press('Digit1');
  expect(names()).toEqual(['gateway', 'orphan']);
  press('KeyE');
  expect(screen.getByRole('status').textContent).toBe('order');
  expect(names()).toEqual(['gateway', 'order', 'log', 'orphan']);
  press('Digit0', 'KeyL');
  expect(names()).toEqual(['gateway', 'order', 'pay', 'log', 'log', 'log', 'orphan']);
  screen.getByText('asking the bank');
  press('KeyC');
  expect(names()).toEqual(['gateway', 'order', 'log', 'orphan']);
});

it('shows every span of a trace that is wrong in every way, each with its mark', async () => {
  await open({
    ...trace,
    logs: [],
    spans: [
      span('first', null, 0, 100),
      span('second', null, 40, 120),
      span('orphan', 'gone', 20, 40),
      span('one', 'other', 45, 20),
      span('other', 'one', 50, 20),
      span('self', 'self', 130, 10),
      span('twin', 'first', 10, 10),
      span('twin', 'first', 30, 6),
      span('back', 'second', 120, -30),
      span('instant', 'second', 100, 0),
    ],
  });
  const marks = screen
    .getAllByRole('row')
    .map((row) => [
      /span (\w+)shop/.exec(row.textContent)![1],
      /missing parent|further root|cycle|duplicate span id|ends before/.exec(row.textContent)?.[0],
    ]);
  expect(marks).toEqual([
    ['first', undefined],
    ['twin', undefined],
    ['twin', 'duplicate span id'],
    ['orphan', 'missing parent'],
    ['second', 'further root'],
    ['instant', undefined],
    ['back', 'ends before'],
    ['one', 'cycle'],
    ['other', undefined],
    ['self', 'cycle'],
  ]);
});
