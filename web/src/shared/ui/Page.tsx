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
        <div className={css['filters']} role="search" aria-label="Filters">
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

const WIDTHS = [
  ['9%', '24%', '12%', '18%'],
  ['9%', '31%', '7%', '11%'],
  ['9%', '19%', '15%', '22%'],
];

/** Rows of the height of the real ones, so that nothing moves when they come. */
export function SkeletonRows({ rows = 18 }: { rows?: number }) {
  return (
    <div className={css['skeletons']} role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={css['skeleton']}>
          {WIDTHS[row % WIDTHS.length]!.map((width) => (
            <Skeleton key={width} height={8} width={width} radius="xl" />
          ))}
        </div>
      ))}
    </div>
  );
}
