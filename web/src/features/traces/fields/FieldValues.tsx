import { toField } from '@nunchi/store/language/fields';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { countOf, formatCount } from '../../../shared/format/number.ts';
import { useTimeRange } from '../../../shared/time/useTimeRange.ts';
import { ErrorNote } from '../../../shared/ui/ErrorNote.tsx';
import button from '../../../shared/ui/text-button.module.css';
import { valuesQuery } from '../api/suggestions.ts';
import { type AddCondition, FilterActions } from '../components/FilterActions.tsx';
import css from './fields.module.css';

interface Props {
  field: string;
  q: string | undefined;
  add: AddCondition;
}

const FIRST = 8;

/** The most frequent values among the spans that match, and one click to filter by each. */
export function FieldValues({ field: name, q, add }: Props) {
  const { range } = useTimeRange();
  const { data, error, isPlaceholderData } = useQuery({
    ...valuesQuery(range, { field: name, prefix: '', q }),
    placeholderData: keepPreviousData,
  });
  const [all, setAll] = useState(false);
  const field = toField(name, 'traces');
  if (error && !data) return <ErrorNote error={error} />;
  if (!data || !field) return <p className={css['none']}>Counting…</p>;
  const { values } = data;
  if (values.length === 0) return <p className={css['none']}>None in the spans that match.</p>;
  const shown = all ? values : values.slice(0, FIRST);
  const most = values.reduce((highest, { spans }) => Math.max(highest, spans), 1);
  return (
    <div className={isPlaceholderData ? css['stale'] : undefined}>
      <ul className={css['values']} aria-label={`Values of ${name}`}>
        {shown.map(({ value, spans }) => (
          <li key={value} className={css['value']}>
            <span
              className={css['bar']}
              style={{ width: `${(spans / most) * 100}%` }}
              aria-hidden="true"
            />
            <span className={`${css['text']} cut`} title={value}>
              {value === '' ? '(empty)' : value}
            </span>
            <span className={css['count']}>{formatCount(spans)}</span>
            <FilterActions field={field} name={name} text={value} value={value} add={add} />
          </li>
        ))}
      </ul>
      {values.length > shown.length && (
        <button
          type="button"
          className={`${button['button']} ${css['more']}`}
          onClick={() => setAll(true)}
        >
          {countOf(values.length - shown.length, 'more value')}
        </button>
      )}
    </div>
  );
}
