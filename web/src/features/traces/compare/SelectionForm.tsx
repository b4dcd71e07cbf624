import { CommitInput } from '../../../shared/ui/FilterInputs.tsx';
import css from './compare.module.css';
import type { SelectionSearch } from './selection.ts';
import { readDuration, readTime, writeDuration, writeTime } from './words.ts';

interface Props {
  search: SelectionSearch;
  change: (part: SelectionSearch) => void;
}

const A_TIME = 'A time, like 2026-05-04 12:00 or now-5m';
const A_DURATION = 'A duration, like 250ms or 1.5s';

/** The rectangle by keyboard, and what no rectangle can say: a query. */
export function SelectionForm({ search, change }: Props) {
  const time = (key: 'selectFrom' | 'selectTo') => ({
    value: search[key] === undefined ? '' : writeTime(search[key]),
    commit: (text: string) => {
      const ms = text === '' ? undefined : readTime(text, Date.now());
      return text !== '' && ms === undefined ? A_TIME : change({ [key]: ms });
    },
  });
  const duration = (key: 'selectMin' | 'selectMax') => ({
    value: search[key] === undefined ? '' : writeDuration(search[key]),
    commit: (text: string) => {
      const ms = text === '' ? undefined : readDuration(text);
      return text !== '' && ms === undefined ? A_DURATION : change({ [key]: ms });
    },
  });
  return (
    <div className={css['form']}>
      <CommitInput
        label="Selected from"
        placeholder="From any time"
        width={190}
        {...time('selectFrom')}
      />
      <CommitInput
        label="Selected until"
        placeholder="Until any time"
        width={190}
        {...time('selectTo')}
      />
      <CommitInput
        label="Selected at least"
        placeholder="At least, 250ms"
        width={190}
        {...duration('selectMin')}
      />
      <CommitInput
        label="Selected under"
        placeholder="Under, 1.5s"
        width={190}
        {...duration('selectMax')}
      />
      <CommitInput
        label="Selected by query"
        placeholder="And a query, status:error"
        width={388}
        value={search.selectQ ?? ''}
        commit={(text) => change({ selectQ: text || undefined })}
      />
    </div>
  );
}
