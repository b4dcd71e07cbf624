import { IconHourglass } from '@tabler/icons-react';
import { countOf } from '../../../shared/format/number.ts';
import { HealthIcon } from '../../../shared/ui/HealthMark.tsx';
import type { ServiceMap } from '../api/queries.ts';
import type { MapGraph } from '../model/graph.ts';
import { missingOf } from '../model/incomplete.ts';
import css from '../map.module.css';

interface Props {
  graph: MapGraph;
  answer: ServiceMap;
}

/** How much there is, how much of it is sick, and whether the newest is still to come. */
export function Summary({ graph, answer }: Props) {
  const missing = missingOf(answer);
  const services = graph.nodes.filter(({ kind }) => kind === 'service').length;
  const others = graph.nodes.length - services;
  const sick = (['unhealthy', 'degraded'] as const)
    .map((health) => ({
      health,
      count: graph.nodes.filter((node) => node.health === health).length,
    }))
    .filter(({ count }) => count > 0);
  return (
    <span className={css['summary']}>
      <span>
        {countOf(services, 'service')}
        {others > 0 && `, ${countOf(others, 'dependency', 'dependencies')}`},{' '}
        {countOf(graph.edges.length, 'connection')}
      </span>
      {sick.map(({ health, count }) => (
        <span key={health} className={css['sick']}>
          <HealthIcon health={health} size={13} />
          {count} {health}
        </span>
      ))}
      {missing?.isUsual && (
        <span className={css['late']} title={missing.reason}>
          <IconHourglass size={13} aria-hidden="true" />
          {countOf(missing.minutes, 'minute')} being summed up
        </span>
      )}
    </span>
  );
}
