import { Button } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { EmptyGate } from '../../../shared/ui/EmptyGate.tsx';
import states from '../../../shared/ui/states.module.css';

export function UnknownService({ service }: { service: string }) {
  return (
    <EmptyGate>
      <section className={states['state']}>
        <IconStack2 className={states['icon']} size={30} stroke={1.5} aria-hidden="true" />
        <h2>No such service</h2>
        <p className={states['detail']}>
          Nothing called “{service}” has sent anything that is still stored. Names are exact, and
          capital letters count.
        </p>
        <div className={states['actions']}>
          <Button
            size="xs"
            renderRoot={(props) => (
              <Link to="/services" search={{ filter: service.slice(0, 4) }} {...props} />
            )}
          >
            Services with a name like this
          </Button>
          <Button
            size="xs"
            variant="default"
            renderRoot={(props) => <Link to="/services" {...props} />}
          >
            All services
          </Button>
        </div>
      </section>
    </EmptyGate>
  );
}
