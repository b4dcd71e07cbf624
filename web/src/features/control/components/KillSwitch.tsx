import { Button, Textarea } from '@mantine/core';
import { IconHandStop, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import type { ControlStatus } from '../../../api/types.ts';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { ErrorNote } from '../../../shared/ui/ErrorNote.tsx';
import { useKillSwitch } from '../api/decide.ts';

/** Stops everything that the loop would do, or lets it act again; always asks first. */
export function KillSwitch({ state }: { state: ControlStatus['killSwitch'] }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        size="xs"
        variant={state.engaged ? 'filled' : 'default'}
        leftSection={state.engaged ? <IconPlayerPlay size={14} /> : <IconHandStop size={14} />}
        onClick={() => setAsking(true)}
      >
        {state.engaged ? 'Let the loop act again…' : 'Stop all actions…'}
      </Button>
      {asking && <KillSwitchDialog engage={!state.engaged} close={() => setAsking(false)} />}
    </>
  );
}

function KillSwitchDialog({ engage, close }: { engage: boolean; close: () => void }) {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const change = useKillSwitch();
  const submit = (): void => {
    const given = reason.trim();
    if (engage && given === '') return setMissing(true);
    change.mutate({ engaged: engage, reason: given }, { onSuccess: close });
  };
  return (
    <Dialog
      title={engage ? 'Stop all actions?' : 'Let the loop act again?'}
      opened
      close={close}
      actions={
        <>
          <Button size="xs" variant="default" onClick={close}>
            Cancel
          </Button>
          <Button size="xs" loading={change.isPending} onClick={submit}>
            {engage ? 'Stop all actions' : 'Let it act'}
          </Button>
        </>
      }
    >
      <p className="muted">
        {engage
          ? 'The loop begins no action on any agent until it is let again. Alarms and notifications go on. What is in force on agents stays until its time is over; roll it back to end it sooner.'
          : 'Rules in mode auto act again at once, when their alarms fire.'}
      </p>
      <Textarea
        data-autofocus
        label={engage ? 'Why' : 'Why (optional)'}
        description="Everybody sees it on every page, and it stays in the time line."
        autosize={false}
        rows={2}
        maxLength={2000}
        value={reason}
        error={missing && 'A reason helps whoever comes next'}
        onChange={(event) => {
          setReason(event.currentTarget.value);
          setMissing(false);
        }}
      />
      <ErrorNote error={change.error} />
    </Dialog>
  );
}
