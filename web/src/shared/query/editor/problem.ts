import { type EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  showTooltip,
  type Tooltip,
  WidgetType,
} from '@codemirror/view';
import type { Signal } from '@nunchi/store/language/ast';
import { parseQuery } from '@nunchi/store/language/parse';
import type { QueryProblem } from '@nunchi/store/language/problem';

interface Checked {
  readonly problem: QueryProblem | undefined;
  /** Whether it is said in words: not to somebody who is still writing. */
  readonly said: boolean;
}

/** Says what is wrong, since somebody wanted to ask with it. */
export const sayProblem = StateEffect.define<null>();
/** What the server said about the text; undefined when it has nothing to say. */
export const setRefused = StateEffect.define<QueryProblem | undefined>();

const MOST_EXPECTED = 8;

export interface Problems {
  readonly extension: Extension;
  readonly of: (state: EditorState) => QueryProblem | undefined;
}

/** Underlines what the parser, or the server, does not understand, and says why below it. */
export function problems(signal: Signal): Problems {
  const check = (text: string): QueryProblem | undefined => {
    const parsed = parseQuery(text, signal);
    return parsed.ok ? undefined : parsed.problem;
  };
  const field = StateField.define<Checked>({
    create: ({ doc }) => ({ problem: check(doc.toString()), said: true }),
    update: (checked, transaction) => {
      let next = checked;
      if (transaction.docChanged) {
        const problem = check(transaction.newDoc.toString());
        // Once said, it stays until it is mended.
        next = { problem, said: checked.said && checked.problem !== undefined };
      }
      for (const effect of transaction.effects) {
        if (effect.is(sayProblem)) next = { ...next, said: true };
        if (effect.is(setRefused)) {
          const own = check(transaction.newDoc.toString());
          next = { problem: own ?? effect.value, said: next.said || effect.value !== undefined };
        }
      }
      return next;
    },
    provide: (self) => [
      EditorView.decorations.compute([self, 'doc', 'selection'], (state) =>
        underline(state, state.field(self)),
      ),
      showTooltip.compute([self, 'doc'], (state) => tooltip(state, state.field(self))),
      EditorView.contentAttributes.compute([self], (state) => {
        const { problem, said } = state.field(self);
        return { 'aria-invalid': String(problem !== undefined && said) };
      }),
    ],
  });
  return { extension: field, of: (state) => state.field(field).problem };
}

function placeOf(
  state: EditorState,
  { offset, length }: QueryProblem,
): { from: number; to: number } {
  const from = Math.min(Math.max(0, offset), state.doc.length);
  return { from, to: Math.min(state.doc.length, Math.max(from + length, from + 1)) };
}

const WRONG = Decoration.mark({ class: 'nunchi-problem' });

function underline(state: EditorState, { problem, said }: Checked): DecorationSet {
  if (!problem) return Decoration.none;
  const { from, to } = placeOf(state, problem);
  // What is being written is not wrong yet.
  if (!said && state.selection.main.head >= from && state.selection.main.head <= to) {
    return Decoration.none;
  }
  if (from < to) return Decoration.set(WRONG.range(from, to));
  return Decoration.set(Decoration.widget({ widget: MISSING, side: 1 }).range(from));
}

/** Something to underline where nothing stands. */
class Missing extends WidgetType {
  override toDOM(): HTMLElement {
    const gap = document.createElement('span');
    gap.className = 'nunchi-problem';
    gap.textContent = ' ';
    return gap;
  }
}
const MISSING = new Missing();

function tooltip(state: EditorState, { problem, said }: Checked): Tooltip | null {
  if (!problem || !said) return null;
  return {
    pos: placeOf(state, problem).from,
    above: false,
    create: () => {
      const dom = document.createElement('div');
      dom.className = 'nunchi-said';
      dom.setAttribute('role', 'alert');
      const message = document.createElement('p');
      message.textContent = problem.message;
      dom.append(message);
      if (problem.expected.length > 0) {
        const expected = document.createElement('p');
        expected.className = 'muted';
        const shown = problem.expected.slice(0, MOST_EXPECTED).join(', ');
        const more = problem.expected.length > MOST_EXPECTED ? ', …' : '';
        expected.textContent = `Expected: ${shown}${more}`;
        dom.append(expected);
      }
      return { dom };
    },
  };
}
