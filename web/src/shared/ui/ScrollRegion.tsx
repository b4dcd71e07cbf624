import type { ReactNode } from 'react';

interface Props {
  /** What is in it, for who does not see it. */
  label: string;
  className?: string | undefined;
  children: ReactNode;
}

/** A part of the page that is scrolled by itself, by the keyboard too. */
export function ScrollRegion({ label, className, children }: Props) {
  return (
    // The keyboard scrolls only what can have the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="region" aria-label={label} tabIndex={0} className={className}>
      {children}
    </div>
  );
}
