import { CommitInput } from '../../../shared/ui/FilterInputs.tsx';
import css from './compare.module.css';
import type { SelectionSearch } from './selection.ts';
import { readDuration, readTime, writeDuration, writeTime } from './words.ts';

interface Props {
  search: SelectionSearch;
  change: (part: SelectionSearch) => void;
}

const TIME = {
  write: writeTime,
  read: (text: string) => readTime(text, Date.now()),
  wanted: 'A time, like 2026-05-04 12:00 or now-5m',
};
const DURATION = {
  write: writeDuration,
  read: readDuration,
  wanted: 'A duration, like 250ms or 1.5s',
};

const BOUNDS = [
  { key: 'selectFrom', label: 'Selected from', placeholder: 'From any time', kind: TIME },
  { key: 'selectTo', label: 'Selected until', placeholder: 'Until any time', kind: TIME },
  { key: 'selectMin', label: 'Selected at least', placeholder: 'At least, 250ms', kind: DURATION },
  { key: 'selectMax', label: 'Selected under', placeholder: 'Under, 1.5s', kind: DURATION },
] as const;

/** The rectangle by keyboard, and what no rectangle can say: a query. */
export function SelectionForm({ search, change }: Props) {
  return (
    <div className={css['form']}>
      {BOUNDS.map(({ key, label, placeholder, kind }) => {
        const bound = search[key];
        return (
          <CommitInput
            key={key}
            label={label}
            placeholder={placeholder}
            width="100%"
            value={bound === undefined ? '' : kind.write(bound)}
            commit={(text) => {
              const ms = text === '' ? undefined : kind.read(text);
              return text !== '' && ms === undefined ? kind.wanted : change({ [key]: ms });
            }}
          />
        );
      })}
      <div className={css['whole']}>
        <CommitInput
          label="Selected by query"
          placeholder="And a query, status:error"
          width="100%"
          value={search.selectQ ?? ''}
          commit={(text) => change({ selectQ: text || undefined })}
        />
      </div>
    </div>
  );
}
