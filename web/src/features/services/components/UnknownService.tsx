import { Button } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { describeRange, widerRange } from '../../../shared/time/range.ts';
import { useTimeRange } from '../../../shared/time/useTimeRange.ts';
import { EmptyGate } from '../../../shared/ui/EmptyGate.tsx';
import states from '../../../shared/ui/states.module.css';
import type { Scope } from '../url.ts';
import { activeScope } from './ScopeFilters.tsx';

interface Props {
  service: string;
  scope: Scope;
  change: (part: Scope) => void;
}

/** Nothing is known of it: it never was, it was at another time, or a filter hides it. */
export function UnknownService({ service, scope, change }: Props) {
  const { range, setRange } = useTimeRange();
  const wider = widerRange(range, Date.now());
  const filters = activeScope(scope, change);
  return (
    <EmptyGate>
      <section className={states['state']}>
        <IconStack2 className={states['icon']} size={30} stroke={1.5} aria-hidden="true" />
        <h2>No such service here</h2>
        <p className={states['detail']}>
          Nothing called “{service}” sent anything in the time range “{describeRange(range)}”
          {filters.length > 0 && `, where ${filters.map(({ label }) => label).join(' and ')}`}.
        </p>
        <div className={states['actions']}>
          {wider && (
            <Button size="xs" onClick={() => setRange(wider)}>
              Widen to {describeRange(wider).toLowerCase()}
            </Button>
          )}
          {filters.map(({ label, clear }) => (
            <Button key={label} size="xs" variant="default" onClick={clear}>
              Any {label.split(' ')[0]}
            </Button>
          ))}
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
