import { Button } from '@mantine/core';
import { IconAlertTriangle, IconFilterOff, IconPlugConnectedX, IconX } from '@tabler/icons-react';
import { useQuery, type UseQueryOptions } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../../api/problem.ts';
import { formatRelative, nanoToMs, type UnixNano } from '../format/time.ts';
import { DEFAULT_RANGE, describeRange, widerRange, type TimeRange } from '../time/range.ts';
import { useTimeRange } from '../time/useTimeRange.ts';
import { EmptyGate } from './EmptyGate.tsx';
import css from './states.module.css';

/** A filter that is set, in words, and how to take it away. */
export interface ActiveFilter {
  readonly label: string;
  readonly clear: () => void;
}

interface NothingProps {
  /** What was looked for, in the plural: `traces`. */
  what: string;
  filters: readonly ActiveFilter[];
  clearAll: () => void;
  /** A way to the newest that matches, whenever that was. */
  newest?: ReactNode;
}

/** The question was answered and the answer is nothing: which filter did it, and what to do. */
export function NothingMatches({ what, filters, clearAll, newest }: NothingProps) {
  const { range, setRange } = useTimeRange();
  const wider = widerRange(range, Date.now());
  return (
    <EmptyGate>
      <section className={css['state']}>
        <IconFilterOff className={css['icon']} size={30} stroke={1.5} aria-hidden="true" />
        <h2>{filters.length === 0 ? `No ${what} in this time range` : `No ${what} match`}</h2>
        <p className={css['detail']}>
          {filters.length === 0 ? '' : 'These filters are set, and all of them must hold. '}
          The time range is {quoted(range)}.
        </p>
        {filters.length > 0 && (
          <div className={css['chips']}>
            {filters.map(({ label, clear }) => (
              <button key={label} type="button" className={css['chip']} onClick={clear}>
                <span className="cut">{label}</span>
                <IconX size={12} aria-hidden="true" />
                <span className="sr-only">: remove this filter</span>
              </button>
            ))}
          </div>
        )}
        <div className={css['actions']}>
          {newest}
          {wider && (
            <Button size="xs" variant="default" onClick={() => setRange(wider)}>
              Widen to {describeRange(wider).toLowerCase()}
            </Button>
          )}
          {filters.length > 0 && (
            <Button size="xs" variant="default" onClick={clearAll}>
              Clear filters
            </Button>
          )}
        </div>
      </section>
    </EmptyGate>
  );
}

const BEFORE_NEWEST_MS = 15 * 60_000;

interface NewestProps<Key extends readonly unknown[]> {
  query: UseQueryOptions<UnixNano | null, Error, UnixNano | null, Key>;
}

/** Leads to the time of the newest record that matches: nobody should widen a range step by step. */
export function NewestElsewhere<Key extends readonly unknown[]>({ query }: NewestProps<Key>) {
  const { setRange } = useTimeRange();
  const { data: newest } = useQuery(query);
  if (newest === undefined || newest === null) return undefined;
  const endMs = nanoToMs(newest) + 1000;
  const range = {
    from: new Date(endMs - BEFORE_NEWEST_MS).toISOString(),
    to: new Date(endMs).toISOString(),
  };
  return (
    <Button size="xs" onClick={() => setRange(range)}>
      Go to the newest, {formatRelative(newest, Date.now())}
    </Button>
  );
}

const quoted = (range: TimeRange): string => `“${describeRange(range)}”`;

interface FailedProps {
  error: unknown;
  retry: () => void;
}

/** The question was not answered: why, and asking again. */
export function Failed({ error, retry }: FailedProps) {
  const { setRange } = useTimeRange();
  const known = error instanceof ApiError ? error : undefined;
  const Icon = known?.status === 0 ? IconPlugConnectedX : IconAlertTriangle;
  const badTime = known?.parameter === 'from' || known?.parameter === 'to';
  return (
    <section className={`${css['state']} ${css['failed']}`} role="alert">
      <Icon className={css['icon']} size={30} stroke={1.5} aria-hidden="true" />
      <h2>{known?.title ?? 'Something went wrong'}</h2>
      <p className={css['detail']}>{known ? known.detail : String(error)}</p>
      {known?.passing && <p className="muted">It is asked again every few seconds.</p>}
      {known && known.status > 0 && (
        <p className="faint mono">
          {known.status}
          {known.code === undefined ? '' : ` · ${known.code}`}
        </p>
      )}
      <div className={css['actions']}>
        <Button size="xs" onClick={retry}>
          Try again
        </Button>
        {badTime && (
          <Button size="xs" variant="default" onClick={() => setRange(DEFAULT_RANGE)}>
            Use the last 15 minutes
          </Button>
        )}
      </div>
    </section>
  );
}

/** A refresh failed while older data is still on the page. */
export function StaleBanner({ error, retry }: FailedProps) {
  return (
    <div className={css['banner']} role="status">
      <IconAlertTriangle size={14} aria-hidden="true" />
      <span className="cut">
        Could not refresh: {error instanceof Error ? error.message : String(error)}
      </span>
      <Button size="compact-xs" variant="default" onClick={retry}>
        Try again
      </Button>
    </div>
  );
}

interface ListStateProps {
  query: { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown };
  /** Whether there is an answer to show, be it an old one. */
  hasData: boolean;
  empty: boolean;
  skeleton: ReactNode;
  nothing: ReactNode;
  children: ReactNode;
}

/** The one order of the states, for every list: loading, failed, nothing, data. */
export function ListState({ query, hasData, empty, skeleton, nothing, children }: ListStateProps) {
  const retry = (): void => void query.refetch();
  if (!hasData) {
    return query.isError ? <Failed error={query.error} retry={retry} /> : skeleton;
  }
  return (
    <>
      {query.isError && <StaleBanner error={query.error} retry={retry} />}
      {empty ? nothing : children}
    </>
  );
}
