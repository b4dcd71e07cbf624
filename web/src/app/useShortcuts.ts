import { useEffect, useRef } from 'react';
import { isTyping, readShortcut, type Place } from '../shared/keyboard.ts';

interface Actions {
  search: () => void;
  help: () => void;
  go: (place: Place) => void;
}

/** Binds the keys that work on every page. */
export function useShortcuts(actions: Actions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    let pendingSince: number | undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event)) {
        if (event.code === 'Escape' && event.target instanceof HTMLElement) event.target.blur();
        return;
      }
      // A dialog keeps the keys for itself.
      if (document.querySelector('[role="dialog"][aria-modal="true"]')) return;
      const read = readShortcut(event, pendingSince, Date.now());
      pendingSince = read.pendingSince;
      if (read.shortcut === undefined) return;
      event.preventDefault();
      if (read.shortcut.kind === 'search') latest.current.search();
      else if (read.shortcut.kind === 'help') latest.current.help();
      else latest.current.go(read.shortcut.place);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
