import { Button, CloseButton, Skeleton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { TraceComparison } from '../../../api/types.ts';
import { untilAnswered } from '../../../api/recover.ts';
import { countOf, formatCount } from '../../../shared/format/number.ts';
import { isTyping } from '../../../shared/keyboard.ts';
import { useTimeRange } from '../../../shared/time/useTimeRange.ts';
import { ErrorNote } from '../../../shared/ui/ErrorNote.tsx';
import { compareQuery } from '../api/compare.ts';
import type { TracesSearch } from '../url.ts';
import type { AddCondition } from '../components/FilterActions.tsx';
import css from './compare.module.css';
import { Differences } from './Differences.tsx';
import { type Selection, selectionOf, type SelectionSearch } from './selection.ts';
import { SelectionForm } from './SelectionForm.tsx';

interface Props {
  search: TracesSearch;
  change: (part: SelectionSearch) => void;
  add: AddCondition;
  /** Makes the list and the heatmap show the selection alone. */
  zoom: () => void;
  close: () => void;
}

/** What a selection has that the other spans that match have not, or less often. */
export function ComparePanel({ search, change, add, zoom, close }: Props) {
  const selection = selectionOf(search);
  useEscape(close);
  return (
    <div className={css['panel']}>
      <header className={css['head']}>
        <h2>What differs?</h2>
        {selection && (
          <Button size="compact-xs" variant="default" onClick={zoom}>
            Zoom to selection
          </Button>
        )}
        <CloseButton
          size="sm"
          aria-label="Close, and select nothing"
          title="Close (Esc)"
          onClick={close}
        />
      </header>
      <SelectionForm search={search} change={change} />
      {selection ? (
        <Answer search={search} selection={selection} add={add} />
      ) : (
        <div className={css['begin']}>
          <p className={css['hint']}>
            Draw a rectangle on the heatmap, or say above which spans you mean: they are compared
            with all others that match.
          </p>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => change({ selectQ: 'status:error' })}
          >
            Errors against the rest
          </Button>
        </div>
      )}
    </div>
  );
}

interface AnswerProps {
  search: TracesSearch;
  selection: Selection;
  add: AddCondition;
}

function Answer({ search, selection, add }: AnswerProps) {
  const { range, refreshMs } = useTimeRange();
  const query = useQuery({
    ...compareQuery(range, search, selection),
    placeholderData: keepPreviousData,
    refetchInterval: untilAnswered(refreshMs),
  });
  const { data } = query;
  if (query.isError) {
    return (
      <div className={css['failed']}>
        <ErrorNote error={query.error} />
        <Button size="compact-xs" variant="default" onClick={() => void query.refetch()}>
          Try again
        </Button>
      </div>
    );
  }
  if (!data) return <Waiting />;
  return (
    <div className={query.isPlaceholderData ? css['stale'] : undefined}>
      <Counts comparison={data} />
      {data.selected > 0 && data.rest > 0 && <Differences fields={data.fields} add={add} />}
    </div>
  );
}

function Counts({ comparison: { selected, rest, sampled } }: { comparison: TraceComparison }) {
  return (
    <>
      <p className={css['counted']} aria-live="polite">
        <span>
          <span className={css['selectedKey']} aria-hidden="true" />
          {countOf(selected, 'span')} selected
        </span>
        <span>
          <span className={css['restKey']} aria-hidden="true" />
          {formatCount(rest)} others
        </span>
      </p>
      {sampled && (
        <p className={css['hint']}>
          These are many: shares and counts are estimated from a sample of them.
        </p>
      )}
      {selected === 0 && <p className={css['hint']}>No span that matches is in the selection.</p>}
      {selected > 0 && rest === 0 && (
        <p className={css['hint']}>
          Every span that matches is in the selection, so there is nothing to compare it with.
        </p>
      )}
    </>
  );
}

function Waiting() {
  return (
    <div className={css['waiting']} role="status" aria-label="Comparing">
      {['54%', '88%', '72%', '46%', '80%', '64%'].map((width) => (
        <Skeleton key={width} height={8} width={width} radius="xl" />
      ))}
    </div>
  );
}

/** Escape closes, unless it belongs to a text, a dialog or a drag. */
function useEscape(close: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.code !== 'Escape' || event.defaultPrevented || isTyping(event)) return;
      if (document.querySelector('[aria-modal="true"], [role="menu"]')) return;
      close();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [close]);
}
