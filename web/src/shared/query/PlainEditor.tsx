import type { Signal } from '@nunchi/store/language/ast';
import type { QueryProblem } from '@nunchi/store/language/problem';
import type { RefObject } from 'react';
import css from './query.module.css';
import type { Suggestions } from './suggestions.ts';

export interface EditorProps {
  signal: Signal;
  label: string;
  placeholder: string;
  text: string;
  /** Grows when the text was changed from outside. */
  revision: number;
  change: (text: string) => void;
  run: (text: string) => void;
  /** What the server says about the text. */
  problem: QueryProblem | undefined;
  suggestions: Suggestions;
  /** Whether the box has the focus; the editor that takes its place takes that over. */
  focused: RefObject<boolean>;
}

/** The box until the editor is there: all that a text box can do. */
export function PlainEditor({ label, placeholder, text, change, run, focused }: EditorProps) {
  return (
    <form
      className={css['plain']}
      onSubmit={(event) => {
        event.preventDefault();
        run(text);
      }}
    >
      <input
        aria-label={label}
        placeholder={placeholder}
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
        onFocus={() => (focused.current = true)}
        onBlur={() => (focused.current = false)}
        data-search="page"
        spellCheck={false}
        autoComplete="off"
      />
    </form>
  );
}
