import { Button, Skeleton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useId, type ReactNode } from 'react';
import { ApiError } from '../../../api/problem.ts';
import css from './part.module.css';

interface Asked {
  readonly isError: boolean;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

interface Props {
  title: string;
  /** Beside the title: how many, or a choice. */
  beside?: ReactNode;
  /** At the end of the line of the title: where there is more. */
  more?: ReactNode;
  query: Asked;
  hasData: boolean;
  /** Height in pixels while loading, so that little moves when the answer comes. */
  height: number;
  /** Instead of the content where the answer is nothing; undefined: there is content. */
  nothing?: ReactNode;
  children: ReactNode;
}

/** A part of the page with its own question: when it fails, the others stay. */
export function Part({ title, beside, more, query, hasData, height, nothing, children }: Props) {
  const id = useId();
  return (
    <section className={css['part']} aria-labelledby={id}>
      <div className={css['partHead']}>
        <h2 id={id}>{title}</h2>
        {beside}
        {more && <span className={css['more']}>{more}</span>}
      </div>
      {query.isError && <PartFailed query={query} stale={hasData} />}
      {hasData
        ? (nothing ?? children)
        : !query.isError && (
            <div role="status" aria-label={`Loading ${title.toLowerCase()}`}>
              <Skeleton height={height} radius={6} />
            </div>
          )}
    </section>
  );
}

/** Why a part is not there, and asking again. */
export function PartFailed({ query, stale }: { query: Asked; stale: boolean }) {
  const { error } = query;
  const known = error instanceof ApiError ? error : undefined;
  return (
    <div className={css['failed']} role="alert">
      <IconAlertTriangle size={15} aria-hidden="true" />
      <span>
        <strong>{stale ? 'Could not refresh' : (known?.title ?? 'Something went wrong')}.</strong>{' '}
        {known ? known.detail : String(error)}
      </span>
      <Button size="compact-xs" variant="default" onClick={() => void query.refetch()}>
        Try again
      </Button>
    </div>
  );
}

export const Nothing = ({ children }: { children: ReactNode }) => (
  <p className={css['nothing']}>{children}</p>
);
