import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import css from './page.module.css';

interface Props {
  hasMore: boolean;
  loading: boolean;
  load: () => void;
  /** Said when there is no more: `All 120 traces are shown`. */
  end: string;
}

/** The end of a list: loads the next page when it comes into sight, or when it is pressed. */
export function LoadMore({ hasMore, loading, load, end }: Props) {
  const ref = useRef<HTMLDivElement>(null);
  const latest = useRef(load);
  useEffect(() => {
    latest.current = load;
  });
  useEffect(() => {
    const element = ref.current;
    if (!element || !hasMore || loading || typeof IntersectionObserver === 'undefined') return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) latest.current();
      },
      { rootMargin: '300px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasMore, loading]);
  if (!hasMore) return <p className={css['end']}>{end}</p>;
  return (
    <div className={css['more']} ref={ref}>
      <Button size="xs" variant="default" loading={loading} onClick={load}>
        Load more
      </Button>
    </div>
  );
}
