import { Button, PasswordInput, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Channel } from '../../../api/types.ts';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { ErrorNote } from '../../../shared/ui/ErrorNote.tsx';
import { useDeleteChannel, useSaveChannel } from '../api/mutations.ts';

/** As the API takes it. */
const NAME = /^[a-z0-9][a-z0-9-]{0,99}$/;

interface Props {
  /** Undefined: a new one. */
  channel: Channel | undefined;
  close: () => void;
}

export function ChannelDialog({ channel, close }: Props) {
  const [name, setName] = useState(channel?.name ?? '');
  const [url, setUrl] = useState(channel?.url ?? '');
  const [secret, setSecret] = useState('');
  const [sendResolved, setSendResolved] = useState(channel?.sendResolved ?? true);
  const [sure, setSure] = useState(false);
  const save = useSaveChannel();
  const remove = useDeleteChannel();
  const misnamed = name !== '' && !NAME.test(name.trim());
  const fixed = channel?.origin === 'file';
  const submit = (): void =>
    save.mutate(
      {
        channel: {
          name: name.trim(),
          kind: 'webhook',
          url: url.trim(),
          sendResolved,
          ...(secret !== '' && { secret }),
        },
        version: channel?.version,
      },
      { onSuccess: close },
    );
  return (
    <Dialog
      title={channel ? `Channel ${channel.name}` : 'New channel'}
      opened
      close={close}
      actions={
        <>
          {channel && !fixed && (
            <Button
              size="xs"
              variant="subtle"
              c="var(--error)"
              mr="auto"
              loading={remove.isPending}
              onClick={() =>
                sure ? remove.mutate(channel.name, { onSuccess: close }) : setSure(true)
              }
            >
              {sure ? 'Yes, delete it' : 'Delete'}
            </Button>
          )}
          <Button size="xs" variant="default" onClick={close}>
            Cancel
          </Button>
          <Button size="xs" loading={save.isPending} disabled={fixed || misnamed} onClick={submit}>
            Save
          </Button>
        </>
      }
    >
      {fixed && <p className="muted">It comes from a rule file and is changed there.</p>}
      <TextInput
        size="xs"
        label="Name"
        description="Rules refer to it."
        error={misnamed && 'Lower-case letters, digits and dashes, the first no dash: night-desk'}
        value={name}
        disabled={channel !== undefined}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        size="xs"
        label="URL of the webhook"
        description="Private addresses are refused unless NUNCHI_WEBHOOK_ALLOW names their range."
        placeholder="https://"
        value={url}
        disabled={fixed}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <PasswordInput
        size="xs"
        label="Secret"
        description={
          channel?.hasSecret
            ? 'There is one, and it is never shown again; left empty, it stays.'
            : 'Signs what is sent, 8 characters or more; left empty, nothing is signed.'
        }
        autoComplete="off"
        value={secret}
        disabled={fixed}
        onChange={(event) => setSecret(event.currentTarget.value)}
      />
      <Switch
        size="xs"
        label="Also tell when an alarm is resolved"
        checked={sendResolved}
        disabled={fixed}
        onChange={(event) => setSendResolved(event.currentTarget.checked)}
      />
      {sure && (
        <p className="muted" role="status">
          Rules that name this channel then tell nobody through it.
        </p>
      )}
      <ErrorNote error={save.error ?? remove.error} />
    </Dialog>
  );
}
