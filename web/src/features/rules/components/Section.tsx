import { useId, type ReactNode } from 'react';
import css from '../editor.module.css';

interface Props {
  title: string;
  hint?: string;
  children: ReactNode;
}

/** A part of the form with its title. */
export function Section({ title, hint, children }: Props) {
  const id = useId();
  return (
    <section className={css['section']} aria-labelledby={id}>
      <div className={css['sectionHead']}>
        <h2 id={id}>{title}</h2>
        {hint && <span className="faint">{hint}</span>}
      </div>
      {children}
    </section>
  );
}
