import { useEffect } from 'react';
import { isTyping } from '../../shared/keyboard.ts';

interface Acts {
  /** `F`: what is open and its neighbours only. */
  readonly focus: () => void;
  /** `Esc`: closes what was opened last. */
  readonly back: () => void;
}

/** The keys of the page; those of a node in focus are the node's own. */
export function useMapKeys({ focus, back }: Acts): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isTyping(event)) return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (event.code === 'Escape') back();
      if (event.code === 'KeyF') focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
