import { HealthMark } from '../../../shared/ui/HealthMark.tsx';
import type { MapGraph } from '../model/graph.ts';
import css from '../map.module.css';
import { ChangeMark } from './ChangeMark.tsx';

/** Says what the lines and marks mean, of those that are on this map. */
export function Legend({ graph, comparing }: { graph: MapGraph; comparing: boolean }) {
  const health = (['unhealthy', 'degraded', 'healthy', 'unknown'] as const).filter((each) =>
    graph.nodes.some((node) => node.health === each),
  );
  const changes = comparing
    ? (['new', 'gone', 'changed'] as const).filter((each) =>
        [...graph.nodes, ...graph.edges].some(({ change }) => change === each),
      )
    : [];
  return (
    <div className={css['legend']} aria-hidden="true">
      {health.map((each) => (
        <HealthMark key={each} health={each} />
      ))}
      <span>
        <Line /> calls
      </span>
      {graph.edges.some(({ kind }) => kind === 'messaging') && (
        <span>
          <Line dashed /> messages
        </span>
      )}
      {graph.edges.some(({ errors }) => errors > 0) && (
        <span>
          <Line red /> with errors
        </span>
      )}
      {!comparing && <span>thicker: more requests</span>}
      {changes.map((each) => (
        <ChangeMark key={each} change={each} />
      ))}
    </div>
  );
}

function Line({ dashed = false, red = false }: { dashed?: boolean; red?: boolean }) {
  return (
    <svg width="22" height="8">
      <line
        x1="0"
        y1="4"
        x2="22"
        y2="4"
        stroke={red ? 'var(--error)' : 'var(--edge)'}
        strokeWidth="2"
        strokeDasharray={dashed ? '5 4' : undefined}
      />
    </svg>
  );
}
