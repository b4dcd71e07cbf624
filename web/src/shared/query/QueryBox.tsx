import { CloseButton } from '@mantine/core';
import type { Signal } from '@nunchi/store/language/ast';
import type { QueryProblem } from '@nunchi/store/language/problem';
import { IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, useRef, useState } from 'react';
import type { ApiError } from '../../api/problem.ts';
import { PlainEditor } from './PlainEditor.tsx';
import css from './query.module.css';
import type { Suggestions } from './suggestions.ts';

interface Props {
  /** What the query is about; it decides which fields there are. */
  signal: Signal;
  label: string;
  placeholder: string;
  /** The query in force. */
  value: string;
  /** Called with a query that can be read, when somebody has finished it. */
  run: (query: string) => void;
  /** The server's answer to the query in force, if it was no good one. */
  refused: ApiError | undefined;
  suggestions: Suggestions;
}

// Who comes to read a list does not wait for the editor, nor need it where it cannot be fetched.
const Editor = lazy(() => import('./QueryEditor.tsx').catch(() => ({ default: PlainEditor })));

/** The search box of a page: the query language, with its colours, problems and suggestions. */
export function QueryBox({ value, run, refused, ...about }: Props) {
  const [text, setText] = useState(value);
  // Counts what was not written by hand: the editor, which may be ahead of us, takes only that over.
  const [revision, setRevision] = useState(0);
  const [inForce, setInForce] = useState(value);
  const [asked, setAsked] = useState(value);
  // Somebody wrote in the plain box until the editor came, and goes on in the editor.
  const focused = useRef(false);
  const put = (query: string): void => {
    setText(query);
    setRevision(revision + 1);
  };
  if (value !== inForce) {
    setInForce(value);
    // Who goes on to write after Enter is not thrown back when the query comes into force.
    if (value !== asked) put(value);
    setAsked(value);
  }
  const finish = (query: string): void => {
    put(query.trim());
    setAsked(query.trim());
    run(query.trim());
  };
  const editor = {
    ...about,
    text,
    revision,
    change: setText,
    run: finish,
    problem: text === value ? problemOf(refused) : undefined,
    focused,
  };
  return (
    <div className={css['box']}>
      <IconSearch size={14} className={css['icon']} aria-hidden="true" />
      <Suspense fallback={<PlainEditor {...editor} />}>
        <Editor {...editor} />
      </Suspense>
      {text !== '' && (
        <CloseButton size="xs" aria-label="Clear the query" onClick={() => finish('')} />
      )}
    </div>
  );
}

function problemOf(refused: ApiError | undefined): QueryProblem | undefined {
  if (refused?.position === undefined || refused.parameter !== 'q') return undefined;
  return { message: refused.message, ...refused.position, expected: refused.expected };
}
