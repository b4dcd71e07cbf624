import { Button } from '@mantine/core';
import { Link, useRouterState } from '@tanstack/react-router';
import { Mark } from '../shared/ui/Mark.tsx';
import { useTitle } from '../shared/ui/Page.tsx';
import css from './shell.module.css';

export function NotFoundPage() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  useTitle('Not found');
  return (
    <section className={css['missing']}>
      <Mark size={48} />
      <h1>There is no page here</h1>
      <p className="muted mono">{path}</p>
      <Button size="xs" renderRoot={(props) => <Link to="/map" {...props} />}>
        Go to the map
      </Button>
    </section>
  );
}
