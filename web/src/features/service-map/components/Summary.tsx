import { countOf } from '../../../shared/format/number.ts';
import { HealthIcon } from '../../../shared/ui/HealthMark.tsx';
import type { MapGraph } from '../model/graph.ts';
import css from '../map.module.css';

/** How much there is, and how much of it is sick. */
export function Summary({ graph }: { graph: MapGraph }) {
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
    </span>
  );
}
