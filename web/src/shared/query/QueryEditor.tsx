import { Transaction } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { createEditor } from './editor/create.ts';
import { setRefused } from './editor/problem.ts';
import type { EditorProps } from './PlainEditor.tsx';
import css from './query.module.css';

/** The editor of CodeMirror, as a React component of its own chunk. */
export default function QueryEditor(props: EditorProps) {
  const { signal, label, placeholder, revision, problem } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    if (!host.current) return;
    const editor = createEditor(host.current, {
      signal,
      label,
      placeholder,
      text: latest.current.text,
      suggestions: () => latest.current.suggestions,
      change: (changed) => latest.current.change(changed),
      run: (query) => latest.current.run(query),
    });
    view.current = editor;
    if (latest.current.focused.current) editor.focus();
    return () => editor.destroy();
  }, [signal, label, placeholder]);
  useEffect(() => {
    const editor = view.current;
    const { text } = latest.current;
    if (!editor || editor.state.doc.toString() === text) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: text },
      selection: { anchor: text.length },
      annotations: Transaction.addToHistory.of(true),
    });
  }, [revision]);
  useEffect(() => {
    view.current?.dispatch({ effects: setRefused.of(problem) });
  }, [problem]);
  return <div ref={host} className={css['editor']} />;
}
