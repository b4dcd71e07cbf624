import type { Field } from '@nunchi/store/language/ast';
import { toField } from '@nunchi/store/language/fields';
import { useState } from 'react';
import type { TraceComparison } from '../../../api/types.ts';
import { countOf, formatCount, formatPercent } from '../../../shared/format/number.ts';
import button from '../../../shared/ui/text-button.module.css';
import { type AddCondition, FilterActions } from '../components/FilterActions.tsx';
import css from './compare.module.css';

type DifferentField = TraceComparison['fields'][number];
type DifferentValue = DifferentField['values'][number];

const FIRST_FIELDS = 12;
const FIRST_VALUES = 4;

/** Fields and values, most different first, with one bar for the selection and one for the rest. */
export function Differences({
  fields,
  add,
}: {
  fields: readonly DifferentField[];
  add: AddCondition;
}) {
  const [all, setAll] = useState(false);
  const clear = fields.filter(({ score }) => score !== 0);
  if (clear.length === 0) {
    return (
      <p className={css['hint']}>
        Nothing is clearly more or less frequent in the selection than in the rest.
      </p>
    );
  }
  const shown = all ? clear : clear.slice(0, FIRST_FIELDS);
  return (
    <>
      <ol className={css['fields']} aria-label="What differs, most different first">
        {shown.map((field) => (
          <DifferentFieldView key={field.field} field={field} add={add} />
        ))}
      </ol>
      {clear.length > shown.length && (
        <button
          type="button"
          className={`${button['button']} ${css['more']}`}
          onClick={() => setAll(true)}
        >
          {clear.length - shown.length} more{' '}
          {clear.length - shown.length === 1 ? 'field' : 'fields'}
        </button>
      )}
    </>
  );
}

function DifferentFieldView({ field, add }: { field: DifferentField; add: AddCondition }) {
  const [all, setAll] = useState(false);
  const shown = all ? field.values : field.values.slice(0, FIRST_VALUES);
  const known = toField(field.field, 'traces');
  return (
    <li className={css['field']}>
      <h3 className={`${css['name']} mono`} title={field.field}>
        {field.field}
      </h3>
      <ul className={css['values']}>
        {shown.map((value) => (
          <ValueView
            key={value.value === null ? 'any' : `=${value.value}`}
            of={field.field}
            value={value}
            field={known}
            add={add}
          />
        ))}
      </ul>
      {field.values.length > shown.length && (
        <button
          type="button"
          className={`${button['button']} ${css['more']}`}
          onClick={() => setAll(true)}
        >
          {countOf(field.values.length - shown.length, 'more value')}
        </button>
      )}
    </li>
  );
}

/** What is not nothing is to be seen. */
const barOf = (share: number) => ({
  width: share === 0 ? 0 : `max(1.5px, ${(share * 100).toFixed(2)}%)`,
});

interface ValueProps {
  of: string;
  value: DifferentValue;
  field: Field | undefined;
  add: AddCondition;
}

function ValueView({ of, value, field, add }: ValueProps) {
  const { selected, rest, selectedShare, restShare } = value;
  const text = value.value === null ? 'any value' : value.value === '' ? '(empty)' : value.value;
  return (
    <li className={css['value']}>
      <span className={css['text']} data-any={value.value === null ? '' : undefined} title={text}>
        {text}
      </span>
      <span className={css['bars']} aria-hidden="true">
        <span className={css['selected']} style={barOf(selectedShare)} />
        <span className={css['rest']} style={barOf(restShare)} />
      </span>
      <span className={css['shares']}>
        <span title={`${countOf(selected, 'span')} of the selection`}>
          {formatPercent(selectedShare)}
          <span className="sr-only"> of the selection</span>
        </span>
        <span className="faint" title={`${countOf(rest, 'span')} of the rest`}>
          {formatPercent(restShare)}
          <span className="sr-only"> of the rest</span>
        </span>
      </span>
      <span className={css['counts']} aria-hidden="true">
        <span>{formatCount(selected)}</span>
        <span className="faint">{formatCount(rest)}</span>
      </span>
      {field && (
        <FilterActions
          field={field}
          name={of}
          text={text}
          value={value.value ?? undefined}
          add={add}
        />
      )}
    </li>
  );
}
