import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

interface Props {
  value: string;
  /** What is copied: `trace id`. */
  what: string;
  /** A button with words in place of an icon. */
  wide?: boolean;
}

export function CopyButton({ value, what, wide = false }: Props) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = (): void => void copyText(value).then((done) => setCopied(done));
  const Icon = copied ? IconCheck : IconCopy;
  if (wide) {
    return (
      <Button
        size="xs"
        variant={copied ? 'light' : 'default'}
        leftSection={<Icon size={14} />}
        onClick={copy}
        aria-label={`Copy ${what}`}
      >
        {copied ? 'Copied' : 'Copy'}
      </Button>
    );
  }
  return (
    <Tooltip label={copied ? 'Copied' : `Copy ${what}`}>
      <ActionIcon
        size={20}
        variant="subtle"
        color={copied ? 'celadon' : 'gray'}
        onClick={copy}
        aria-label={`Copy ${what}`}
      >
        <Icon size={13} />
      </ActionIcon>
    </Tooltip>
  );
}

/** The clipboard is only there on https and localhost; elsewhere a hidden text field has to do. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    field.className = 'sr-only';
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
}
