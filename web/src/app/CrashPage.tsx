import { Button } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { Mark } from '../shared/ui/Mark.tsx';
import css from './shell.module.css';

/** A page broke, or its code could not be loaded: the rest of the application stays usable. */
export function CrashPage({ error }: ErrorComponentProps) {
  return (
    <section className={css['missing']} role="alert">
      <Mark size={48} />
      <h1>This page broke</h1>
      <p className="muted mono">{error instanceof Error ? error.message : String(error)}</p>
      <Button size="xs" onClick={() => location.reload()}>
        Load it again
      </Button>
    </section>
  );
}
