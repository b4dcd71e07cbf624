import { useEffect, useRef } from 'react';
import { isTyping } from '../../../shared/keyboard.ts';
import { type Command, readCommand } from '../model/command.ts';
import { type Move, readMove } from '../model/move.ts';
import { endOf } from '../model/walk.ts';
import type { TraceView } from './useTraceView.ts';

/** Elements that have a use of their own for arrows, Enter and the like. */
const OWN_KEYS =
  'a,button,summary,pre,[role=tab],[role=menu],[role=listbox],[role=separator],[role=dialog]';

/** Binds the keys of a trace on the whole page, so that nothing need be focused first. */
export function useTraceKeys(view: TraceView): void {
  const latest = useRef(view);
  useEffect(() => {
    latest.current = view;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      // One that the whole application has taken is none of ours: `g`, then `l`.
      if (event.defaultPrevented || isTyping(event)) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector('[role="dialog"][aria-modal="true"]')) return;
      const now = latest.current;
      const command = readCommand(event);
      const letter = event.code.startsWith('Key') || event.code === 'Escape';
      if (!letter && !command && event.target instanceof Element) {
        if (event.target.closest(OWN_KEYS)) return;
      }
      const index = now.rows.findIndex(({ key }) => key === now.selectedKey);
      const move = command ? undefined : readMove(event.code, now.tree, now.rows, index);
      if (!command && !move) return;
      event.preventDefault();
      if (command) obey(command, now);
      else if (move) go(move, now);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

function go(move: Move, view: TraceView): void {
  if (move.kind === 'select') view.select(move.key);
  else if (move.kind === 'toggle') view.toggle(move.key);
  else if (move.kind === 'toggle-subtree') view.toggleSubtree(move.key);
  else view.select(undefined);
}

function obey(command: Command, view: TraceView): void {
  switch (command.kind) {
    case 'levels':
      return view.openLevels(command.levels);
    case 'error':
      return view.stepError(command.direction);
    case 'found':
      return view.stepFound(command.direction);
    case 'path':
      return view.togglePath();
    case 'logs':
      return view.toggleLogRows();
    case 'zoom-in': {
      const node = view.selectedSpan;
      if (node) view.setZoom({ fromMs: node.offsetMs, toMs: endOf(node) });
      return;
    }
    case 'zoom-out':
      return view.setZoom(undefined);
  }
}
