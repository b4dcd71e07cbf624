import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  startCompletion,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { Signal } from '@nunchi/store/language/ast';
import { completionAt } from '@nunchi/store/language/completion';
import { formatCount } from '../../format/number.ts';
import { type Option, optionsAt } from '../options.ts';
import type { Suggestions } from '../suggestions.ts';

/** Offers fields and values; Enter takes none of them unless somebody has moved to it. */
export const completion = (signal: Signal, suggestions: () => Suggestions): Extension =>
  autocompletion({
    selectOnOpen: false,
    // Tab takes an offer as soon as it is there; Enter takes none that was not chosen.
    interactionDelay: 0,
    icons: false,
    // So many that none is hidden: the arrow keys bring the others.
    maxRenderedOptions: 12,
    override: [(context) => complete(context, signal, suggestions())],
    tooltipClass: () => 'nunchi-completion',
  });

async function complete(
  context: CompletionContext,
  signal: Signal,
  suggestions: Suggestions,
): Promise<CompletionResult | null> {
  const at = completionAt(context.state.doc.toString(), context.pos, signal);
  if (!at) return null;
  const options = await optionsAt(at, signal, suggestions);
  if (context.aborted || options.length === 0) return null;
  // They are in the order of their use, and begin with what was written.
  return { from: at.from, to: at.to, options: options.map(toCompletion), filter: false };
}

const toCompletion = (option: Option): Completion => ({
  label: option.text,
  ...(option.count !== undefined && { detail: formatCount(option.count) }),
  apply: (view, _, from, to) => take(view, option, from, to),
});

function take(view: EditorView, { insert, goesOn }: Option, from: number, to: number): void {
  const rest = view.state.sliceDoc(to);
  // A field's colon is there already when its name alone is changed.
  const known = insert.endsWith(':') && rest.startsWith(':') ? 1 : 0;
  const text = insert + (!goesOn && rest === '' && !inParentheses(view, from) ? ' ' : '');
  view.dispatch({
    changes: { from, to: to + known, insert: text },
    selection: { anchor: from + text.length },
    userEvent: 'input.complete',
  });
  if (goesOn) startCompletion(view);
}

/** Another value, or the end of the list of values, comes without a blank. */
function inParentheses(view: EditorView, at: number): boolean {
  const before = view.state.sliceDoc(0, at);
  return before.lastIndexOf('(') > before.lastIndexOf(')');
}
