import { useEffect } from 'react';
import { isTyping } from '../keyboard.ts';

/**
 * Binds `j` and `k` to the next and previous row of the page's list; Enter then follows the row's
 * link, as everywhere. A row takes part by `data-row` on its link.
 */
export function useRowKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      const step = event.code === 'KeyJ' ? 1 : event.code === 'KeyK' ? -1 : 0;
      if (step === 0 || document.querySelector('[role="dialog"][aria-modal="true"]')) return;
      const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
      const now = rows.findIndex((row) => row === document.activeElement);
      const next = rows[now === -1 ? 0 : Math.max(0, Math.min(rows.length - 1, now + step))];
      if (next === undefined) return;
      event.preventDefault();
      next.focus();
      next.scrollIntoView?.({ block: 'nearest' });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
