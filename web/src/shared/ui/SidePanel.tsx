import { useRef, useState, type PointerEvent, type ReactNode } from 'react';
import css from './side-panel.module.css';

const NARROWEST = 300;
const WIDEST = 900;
const STEP = 24;

interface Props {
  label: string;
  /** Under which name its width is remembered. */
  name: string;
  usualWidth: number;
  children: ReactNode;
}

/** A panel on the right that can be made wider with the mouse or the arrow keys. */
export function SidePanel({ label, name, usualWidth, children }: Props) {
  const key = `nunchi.${name}-panel-width`;
  const [width, setWidth] = useState(() => readWidth(key) ?? usualWidth);
  const drag = useRef<{ x: number; width: number }>(undefined);
  const change = (wanted: number): void => {
    const bounded = Math.round(Math.min(WIDEST, Math.max(NARROWEST, wanted)));
    setWidth(bounded);
    try {
      localStorage.setItem(key, String(bounded));
    } catch {
      // Storage may be forbidden; the width then lasts as long as the page.
    }
  };
  const start = (event: PointerEvent<HTMLDivElement>): void => {
    drag.current = { x: event.clientX, width };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (drag.current) change(drag.current.width + drag.current.x - event.clientX);
  };
  return (
    <>
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label="Width of the details"
        aria-valuenow={width}
        aria-valuemin={NARROWEST}
        aria-valuemax={WIDEST}
        tabIndex={0}
        className={css['handle']}
        onPointerDown={start}
        onPointerMove={move}
        onPointerUp={() => (drag.current = undefined)}
        onKeyDown={(event) => {
          if (event.code === 'ArrowLeft') change(width + STEP);
          if (event.code === 'ArrowRight') change(width - STEP);
        }}
      />
      <aside className={css['panel']} style={{ width }} aria-label={label}>
        {children}
      </aside>
    </>
  );
}

function readWidth(key: string): number | undefined {
  try {
    const kept = Number(localStorage.getItem(key));
    return kept >= NARROWEST && kept <= WIDEST ? kept : undefined;
  } catch {
    return undefined;
  }
}
