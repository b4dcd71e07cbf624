import { Button } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { ErrorNote } from '../../../shared/ui/ErrorNote.tsx';

interface Props {
  name: string;
  remove: { readonly isPending: boolean; readonly error: unknown };
  confirm: () => void;
}

export function DeleteRule({ name, remove, confirm }: Props) {
  const [asking, setAsking] = useState(false);
  const close = (): void => setAsking(false);
  return (
    <>
      <Button size="xs" variant="subtle" c="var(--error)" onClick={() => setAsking(true)}>
        Delete…
      </Button>
      <Dialog
        title={`Delete “${name}”?`}
        opened={asking}
        close={close}
        actions={
          <>
            <Button size="xs" variant="default" onClick={close}>
              Cancel
            </Button>
            <Button size="xs" loading={remove.isPending} onClick={confirm}>
              Delete the rule
            </Button>
          </>
        }
      >
        <p className="muted">
          Its alarms end, and nothing is watched by it any more. To keep it for later, switch it off
          instead.
        </p>
        <ErrorNote error={remove.error} />
      </Dialog>
    </>
  );
}
