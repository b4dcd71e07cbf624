import { TextInput } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { readId } from '../shared/ids.ts';
import css from './shell.module.css';

/** From an id in a ticket or a log line straight to its page. */
export function IdJump() {
  const [text, setText] = useState('');
  const navigate = useNavigate();
  const jump = (): void => {
    const id = readId(text);
    if (id === undefined) return;
    setText('');
    // The keys belong to the page that opens now.
    document.getElementById('main')?.focus();
    if (id.kind === 'trace') {
      void navigate({ to: '/traces/$traceId', params: { traceId: id.traceId } });
    } else {
      void navigate({
        to: '/correlations/$correlationId',
        params: { correlationId: id.correlationId },
      });
    }
  };
  return (
    <form
      className={css['jump']}
      role="search"
      aria-label="Go to an id"
      onSubmit={(event) => {
        event.preventDefault();
        jump();
      }}
    >
      <TextInput
        size="xs"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        placeholder="Go to a trace or correlation id"
        aria-label="Trace id or correlation id"
        leftSection={<IconArrowRight size={14} />}
        data-search="jump"
        spellCheck={false}
        autoComplete="off"
      />
    </form>
  );
}
