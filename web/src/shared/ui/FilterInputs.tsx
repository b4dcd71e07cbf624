import { CloseButton, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { servicesQuery } from '../../api/services.ts';
import { useTimeRange } from '../time/useTimeRange.ts';

interface ServiceSelectProps {
  value: string | undefined;
  change: (service: string | undefined) => void;
}

/** The services of the time range, and the one in the address even when it is not among them. */
export function ServiceSelect({ value, change }: ServiceSelectProps) {
  const { range } = useTimeRange();
  const { data } = useQuery(servicesQuery(range));
  const names = new Set(data?.services.map(({ service }) => service));
  if (value !== undefined) names.add(value);
  return (
    <Select
      size="xs"
      w={200}
      placeholder="Any service"
      aria-label="Service"
      data={[...names].filter((name) => name !== '').sort()}
      value={value ?? null}
      onChange={(chosen) => change(chosen ?? undefined)}
      searchable
      clearable
      limit={200}
      nothingFoundMessage="No such service in this time range"
      comboboxProps={{ width: 280, position: 'bottom-start' }}
    />
  );
}

interface CommitInputProps {
  /** What is in force, as text. */
  value: string;
  /** Called with the trimmed text; an answer is an error to show, and nothing is changed. */
  commit: (text: string) => string | undefined | void;
  label: string;
  placeholder: string;
  /** Pixels, or a share of what is around it. */
  width: number | `${number}%`;
}

/** A text filter that takes effect on Enter or on leaving it, not with every letter. */
export function CommitInput(props: CommitInputProps) {
  // A new key for a new value from outside, so that the box never shows an old one.
  return <CommitInputOnce key={props.value} {...props} />;
}

function CommitInputOnce(props: CommitInputProps) {
  const [text, setText] = useState(props.value);
  const [error, setError] = useState<string>();
  const commit = (next: string): void => {
    const trimmed = next.trim();
    if (trimmed !== props.value) setError(props.commit(trimmed) ?? undefined);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        commit(text);
      }}
    >
      <TextInput
        size="xs"
        w={props.width}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setError(undefined);
        }}
        onBlur={() => commit(text)}
        placeholder={props.placeholder}
        aria-label={props.label}
        title={error}
        error={error !== undefined}
        rightSection={
          text !== '' && (
            <CloseButton
              size="xs"
              aria-label={`Clear ${props.label.toLowerCase()}`}
              onClick={() => {
                setText('');
                commit('');
              }}
            />
          )
        }
        spellCheck={false}
        autoComplete="off"
      />
    </form>
  );
}
