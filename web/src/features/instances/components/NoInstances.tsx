import { Button } from '@mantine/core';
import { IconDoorExit, IconFilterOff, IconServer2 } from '@tabler/icons-react';
import { CopyButton } from '../../../shared/ui/CopyButton.tsx';
import states from '../../../shared/ui/states.module.css';
import css from '../instances.module.css';

const COMMAND = 'node --import @nunchi/agent app.js';

/** No agent has ever spoken to the control loop: how to start one. */
export function NoInstances() {
  return (
    <section className={states['state']}>
      <IconServer2 className={states['icon']} size={30} stroke={1.5} aria-hidden="true" />
      <h2>No agent has reported yet</h2>
      <p className={states['detail']}>
        Start a Node.js service with the agent. It sends traces, logs and metrics, shows up here
        within seconds, and takes configuration from here.
      </p>
      <div className={css['command']}>
        <code>{COMMAND}</code>
        <CopyButton value={COMMAND} what="command" />
      </div>
    </section>
  );
}

/** There were instances, and all of them said goodbye. */
export function AllLeft({ count, show }: { count: number; show: () => void }) {
  return (
    <section className={states['state']}>
      <IconDoorExit className={states['icon']} size={30} stroke={1.5} aria-hidden="true" />
      <h2>No instance is running now</h2>
      <p className={states['detail']}>
        {count === 1 ? 'One was here and said' : `${count} were here and said`} goodbye. Services
        that are started with the agent show up here within seconds.
      </p>
      <Button size="xs" variant="default" onClick={show}>
        Show {count === 1 ? 'the one' : 'those'} that left
      </Button>
    </section>
  );
}

interface Props {
  /** What is asked for, in words. */
  filters: readonly string[];
  clear: () => void;
}

export function NoneMatch({ filters, clear }: Props) {
  return (
    <section className={states['state']}>
      <IconFilterOff className={states['icon']} size={30} stroke={1.5} aria-hidden="true" />
      <h2>No instances match</h2>
      <p className={states['detail']}>There is none whose {filters.join(' and whose ')}.</p>
      <Button size="xs" variant="default" onClick={clear}>
        Clear filters
      </Button>
    </section>
  );
}
