// @vitest-environment jsdom
import { EditorView } from '@codemirror/view';
import { MantineProvider } from '@mantine/core';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { ApiError } from '../../api/problem.ts';
import { QueryBox } from './QueryBox.tsx';

const suggestions = { fields: async () => [], values: async () => [] };

function box(value: string, run: (query: string) => void, refused?: ApiError) {
  return (
    <MantineProvider>
      <QueryBox
        signal="traces"
        label="Search spans"
        placeholder="service:checkout"
        value={value}
        run={run}
        refused={refused}
        suggestions={suggestions}
      />
    </MantineProvider>
  );
}

const editor = () =>
  waitFor(() => {
    const found = EditorView.findFromDOM(document.body.querySelector<HTMLElement>('.cm-editor')!);
    expect(found).not.toBeNull();
    return found!;
  });
const write = (view: EditorView, text: string): void =>
  act(() => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }));
const enter = (view: EditorView): boolean =>
  fireEvent.keyDown(view.contentDOM, { key: 'Enter', code: 'Enter', keyCode: 13 });

it('is a plain box until the editor is there, which goes on with what was written', async () => {
  const run = vi.fn();
  render(box('', run));
  const plain = screen.getByLabelText<HTMLInputElement>('Search spans');
  plain.focus();
  fireEvent.change(plain, { target: { value: 'service:pay ' } });
  const view = await editor();
  expect(view.state.doc.toString()).toBe('service:pay ');
  expect(document.activeElement).toBe(view.contentDOM);
  enter(view);
  expect(run.mock.calls).toEqual([['service:pay']]);
});

it('asks with what can be read, and says what cannot, where and why', async () => {
  const run = vi.fn();
  render(box('status:error', run));
  const view = await editor();
  write(view, 'sevice:a');
  expect(screen.queryByRole('alert')).toBeNull();
  enter(view);
  expect(run).not.toHaveBeenCalled();
  expect((await screen.findByRole('alert')).textContent).toMatch(
    /^there is no field sevice.*Expected: service, namespace/,
  );
  expect(view.dom.querySelector('.nunchi-problem')?.textContent).toBe('sevice');
  expect(view.contentDOM.getAttribute('aria-invalid')).toBe('true');

  // A pasted line break is a blank: the box has one line.
  write(view, 'service:a\nstatus:ok');
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  enter(view);
  expect(run.mock.calls).toEqual([['service:a status:ok']]);
});

it('shows the query in force, and what the server said about it', async () => {
  const run = vi.fn();
  const { rerender } = render(box('a', run));
  const view = await editor();
  const refused = new ApiError(400, {
    title: 'A query is not in the query language',
    detail: 'b is not wanted here',
    parameter: 'q',
    position: { offset: 2, length: 1 },
    expected: ['c'],
  });
  rerender(box('a b', run, refused));
  expect(view.state.doc.toString()).toBe('a b');
  expect((await screen.findByRole('alert')).textContent).toBe('b is not wanted hereExpected: c');
  expect(view.dom.querySelector('.nunchi-problem')?.textContent).toBe('b');
  fireEvent.click(screen.getByRole('button', { name: 'Clear the query' }));
  expect(run.mock.calls).toEqual([['']]);
});
