import { Skeleton } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import css from './page.module.css';

interface Props {
  title: string;
  /** Beside the title: how much is shown. */
  summary?: ReactNode;
  aside?: ReactNode;
  filters?: ReactNode;
  children: ReactNode;
}

export function Page({ title, summary, aside, filters, children }: Props) {
  useTitle(title);
  return (
    <div className={css['page']}>
      <div className={css['head']}>
        <h1>{title}</h1>
        <span className={css['summary']} aria-live="polite">
          {summary}
        </span>
        {aside}
      </div>
      {filters && (
        <div className={css['filters']} role="search" aria-label={`Filter ${title.toLowerCase()}`}>
          {filters}
        </div>
      )}
      {children}
    </div>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Nunchi`;
  }, [title]);
}

/** Rows of the height of the real ones, so that nothing moves when they come. */
export function SkeletonRows({ rows = 18 }: { rows?: number }) {
  return (
    <div className={css['skeletons']} role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={15} width={`${92 - ((row * 17) % 34)}%`} radius="sm" />
      ))}
    </div>
  );
}
