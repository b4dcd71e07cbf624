import {
  acceptCompletion,
  closeCompletion,
  completionStatus,
  moveCompletionSelection,
  selectedCompletion,
  startCompletion,
} from '@codemirror/autocomplete';
import { history, historyKeymap, standardKeymap } from '@codemirror/commands';
import { EditorState, type Extension, Prec } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import type { Signal } from '@nunchi/store/language/ast';
import type { Suggestions } from '../suggestions.ts';
import { coloring } from './coloring.ts';
import { completion } from './completion.ts';
import { problems, sayProblem } from './problem.ts';

export interface EditorSetup {
  readonly signal: Signal;
  readonly label: string;
  readonly placeholder: string;
  readonly text: string;
  readonly suggestions: () => Suggestions;
  readonly change: (text: string) => void;
  /** Called on Enter, when the text can be read. */
  readonly run: (text: string) => void;
}

/** A box of one line for the query language. */
export function createEditor(parent: HTMLElement, setup: EditorSetup): EditorView {
  const { extension, of } = problems(setup.signal);
  const finish = (view: EditorView): boolean => {
    if (completionStatus(view.state) === 'active' && selectedCompletion(view.state)) {
      return acceptCompletion(view);
    }
    closeCompletion(view);
    if (of(view.state)) view.dispatch({ effects: sayProblem.of(null) });
    else setup.run(view.state.doc.toString());
    return true;
  };
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: setup.text,
      selection: { anchor: setup.text.length },
      extensions: [
        Prec.highest(
          keymap.of([
            { key: 'Enter', run: finish },
            { key: 'Tab', run: takeOffered },
            // With nothing to close, Escape leaves the box, as it does every other.
            { key: 'Escape', run: closeCompletion, stopPropagation: true },
          ]),
        ),
        oneLine,
        history(),
        keymap.of([...historyKeymap, ...standardKeymap]),
        placeholder(setup.placeholder),
        coloring(setup.signal),
        completion(setup.signal, setup.suggestions),
        extension,
        EditorView.contentAttributes.of({
          'aria-label': setup.label,
          'aria-multiline': 'false',
          'data-search': 'page',
          autocapitalize: 'off',
          spellcheck: 'false',
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) setup.change(update.state.doc.toString());
          // Where to begin is the hardest: an empty box offers its fields.
          if (update.focusChanged && update.view.hasFocus && update.state.doc.length === 0) {
            startCompletion(update.view);
          }
        }),
      ],
    }),
  });
}

/** Takes the selected option, or the first. */
function takeOffered(view: EditorView): boolean {
  if (completionStatus(view.state) !== 'active') return false;
  if (!selectedCompletion(view.state)) moveCompletionSelection(true)(view);
  return acceptCompletion(view);
}

/** What is pasted with line breaks becomes one line. */
const oneLine: Extension = EditorState.transactionFilter.of((transaction) => {
  const { newDoc } = transaction;
  if (newDoc.lines === 1) return transaction;
  const breaks = Array.from({ length: newDoc.lines - 1 }, (_, index) => newDoc.line(index + 1).to);
  return [
    transaction,
    { changes: breaks.map((at) => ({ from: at, to: at + 1, insert: ' ' })), sequential: true },
  ];
});
