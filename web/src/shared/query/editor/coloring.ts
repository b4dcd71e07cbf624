import { type Extension, type Range, StateField, type Text } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import type { Signal } from '@nunchi/store/language/ast';
import { highlight } from '@nunchi/store/language/highlight';

/** Colours the pieces of the query by what they are. */
export function coloring(signal: Signal): Extension {
  const colored = (doc: Text): DecorationSet =>
    Decoration.set(
      highlight(doc.toString(), signal).map(({ from, to, kind }): Range<Decoration> =>
        Decoration.mark({ class: `nunchi-${kind}` }).range(from, to),
      ),
    );
  return StateField.define<DecorationSet>({
    create: ({ doc }) => colored(doc),
    update: (marks, { docChanged, newDoc }) => (docChanged ? colored(newDoc) : marks),
    provide: (field) => EditorView.decorations.from(field),
  });
}
