import { Skeleton } from '@mantine/core';
import { CHART_HEIGHT } from './Charts.tsx';
import css from '../pipeline.module.css';

/** What is to come, at its place and in its size. */
export function PipelineSkeleton() {
  const several = (count: number) => Array.from({ length: count }, (_, index) => index);
  return (
    <div role="status" aria-label="Loading">
      <div className={css['verdict']}>
        <div className={css['verdictLine']}>
          <Skeleton height={22} circle />
          <Skeleton height={12} width={280} radius="xl" />
        </div>
      </div>
      <div className={css['flow']}>
        {several(4).map((index) => (
          <div key={index} className={css['stage']}>
            <Skeleton height={10} width="45%" radius="xl" my={5} />
            <Skeleton height={22} width="60%" radius="xl" my={10} />
            <Skeleton height={87} radius="md" my={4} />
            <Skeleton height={68} radius="md" mt={14} mb={0} />
          </div>
        ))}
      </div>
      <div className={css['charts']}>
        {several(6).map((index) => (
          <div key={index} className={css['chart']}>
            <Skeleton height={10} width="40%" radius="xl" my={5} />
            <Skeleton height={CHART_HEIGHT + 18} radius="md" mt={14} />
          </div>
        ))}
      </div>
    </div>
  );
}
