import { Button } from '@mantine/core';
import { IconDatabaseOff } from '@tabler/icons-react';
import { describeRange, widerRange } from '../../../shared/time/range.ts';
import { useTimeRange } from '../../../shared/time/useTimeRange.ts';
import states from '../../../shared/ui/states.module.css';

/** The stack has told nothing of itself in the range: what that may mean, and what to do. */
export function NoTelemetry({ everySeconds }: { everySeconds: number }) {
  const { range, setRange } = useTimeRange();
  const wider = widerRange(range, Date.now());
  return (
    <section className={states['state']}>
      <IconDatabaseOff className={states['icon']} size={30} stroke={1.5} aria-hidden="true" />
      <h2>No own telemetry in this time range</h2>
      {everySeconds === 0 ? (
        <p className={states['detail']}>
          It is turned off: <code>NUNCHI_SELF_TELEMETRY_SECONDS</code> is 0. With another value,
          every process of the stack stores its own metrics that often.
        </p>
      ) : (
        <p className={states['detail']}>
          Every process of the stack stores its own metrics every {everySeconds} seconds. In the
          range “{describeRange(range)}” there are none: the stack did not run then, it has just
          started, or its collector does not get through to the store.
        </p>
      )}
      {wider && (
        <div className={states['actions']}>
          <Button size="xs" variant="default" onClick={() => setRange(wider)}>
            Widen to {describeRange(wider).toLowerCase()}
          </Button>
        </div>
      )}
    </section>
  );
}
