import { CloseButton, TextInput } from '@mantine/core';
import { IconChevronRight, IconFilter } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { countOf, formatCount } from '../../../shared/format/number.ts';
import { useTimeRange } from '../../../shared/time/useTimeRange.ts';
import { ErrorNote } from '../../../shared/ui/ErrorNote.tsx';
import { fieldsQuery } from '../api/suggestions.ts';
import type { AddCondition } from '../components/FilterActions.tsx';
import { FieldValues } from './FieldValues.tsx';
import css from './fields.module.css';

interface Props {
  q: string | undefined;
  add: AddCondition;
  close: () => void;
}

/** Nearly every span has a value of its own: nothing to choose from. */
const WITHOUT_VALUES = new Set(['duration', 'trace', 'correlation']);
const KINDS = [
  ['column', 'Columns'],
  ['attribute', 'Span attributes'],
  ['resource', 'Resource attributes'],
] as const;

/** What the spans of the range can be told apart by, to look into and to filter with. */
export function FieldsPanel({ q, add, close }: Props) {
  const { range } = useTimeRange();
  const { data, error } = useQuery({
    ...fieldsQuery(range, ''),
    placeholderData: keepPreviousData,
  });
  const [wanted, setWanted] = useState('');
  const fields = (data?.fields ?? []).filter(
    ({ name }) => !WITHOUT_VALUES.has(name) && name.toLowerCase().includes(wanted.toLowerCase()),
  );
  return (
    <aside className={css['panel']} aria-label="Fields">
      <header className={css['head']}>
        <h2>Fields</h2>
        <CloseButton size="sm" aria-label="Close the fields" onClick={close} />
      </header>
      <TextInput
        size="xs"
        aria-label="Filter fields"
        placeholder="Filter"
        leftSection={<IconFilter size={13} />}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
        spellCheck={false}
        autoComplete="off"
      />
      <ErrorNote error={data ? undefined : error} />
      {data && fields.length === 0 && <p className={css['none']}>No field has that in its name.</p>}
      {KINDS.map(([kind, title]) => {
        const ofKind = fields.filter((field) => field.kind === kind);
        if (ofKind.length === 0) return undefined;
        return (
          <section key={kind} aria-label={title}>
            <h3 className={css['title']}>{title}</h3>
            <ul className={css['list']}>
              {ofKind.map(({ name, spans }) => (
                // Every span has the columns: their count would say nothing.
                <FieldItem
                  key={name}
                  name={name}
                  spans={kind === 'column' ? undefined : spans}
                  q={q}
                  add={add}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </aside>
  );
}

interface ItemProps {
  name: string;
  spans: number | undefined;
  q: string | undefined;
  add: AddCondition;
}

function FieldItem({ name, spans, q, add }: ItemProps) {
  const [open, setOpen] = useState(false);
  return (
    <li>
      <button
        type="button"
        className={css['field']}
        aria-expanded={open}
        title={spans === undefined ? name : `${name}, of ${countOf(spans, 'recent span')}`}
        onClick={() => setOpen(!open)}
      >
        <IconChevronRight size={12} className={css['chevron']} aria-hidden="true" />
        <span className={`${css['name']} mono cut`}>{name}</span>
        {spans !== undefined && <span className={css['count']}>{formatCount(spans)}</span>}
      </button>
      {open && <FieldValues field={name} q={q} add={add} />}
    </li>
  );
}
