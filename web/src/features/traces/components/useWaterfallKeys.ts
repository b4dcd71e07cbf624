import { useEffect, useRef } from 'react';
import { isTyping } from '../../../shared/keyboard.ts';
import { readMove } from '../model/move.ts';
import type { Row } from '../model/rows.ts';
import type { TraceTree } from '../model/tree.ts';

interface Target {
  tree: TraceTree;
  rows: readonly Row[];
  selectedIndex: number;
  select: (key: string | undefined) => void;
  toggle: (key: string) => void;
}

/** Elements that have a use of their own for these keys. */
const OWN_KEYS =
  'a,button,summary,pre,[role=tab],[role=menu],[role=listbox],[role=separator],[role=dialog]';

/** Binds the waterfall's keys on the whole page, so that it need not be focused first. */
export function useWaterfallKeys(target: Target): void {
  const latest = useRef(target);
  useEffect(() => {
    latest.current = target;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector('[role="dialog"][aria-modal="true"]')) return;
      const letter = event.code === 'KeyJ' || event.code === 'KeyK' || event.code === 'Escape';
      if (!letter && event.target instanceof Element && event.target.closest(OWN_KEYS)) return;
      const { tree, rows, selectedIndex, select, toggle } = latest.current;
      const move = readMove(event.code, tree, rows, selectedIndex);
      if (move === undefined) return;
      event.preventDefault();
      if (move.kind === 'select') select(move.key);
      else if (move.kind === 'toggle') toggle(move.key);
      else select(undefined);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
