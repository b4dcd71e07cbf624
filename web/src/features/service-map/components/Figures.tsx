import { formatCount } from '../../../shared/format/number.ts';
import { errorsOf, latencyOf, quantileOf, rateOf } from '../model/figures.ts';
import type { MapEdge, MapNode } from '../model/graph.ts';
import css from '../panel.module.css';

/** Rate, errors and quantiles of a node or a connection, with those of the range compared with. */
export function Figures({ of }: { of: MapNode | MapEdge }) {
  const { before } = of;
  const isEdge = 'p50Ms' in of;
  return (
    <dl className={`${css['figures']} ${isEdge ? css['five'] : ''}`}>
      <Figure name="Requests" title={formatCount(of.requests)} before={before && rateOf(before)}>
        {rateOf(of)}
      </Figure>
      <Figure
        name="Errors"
        title={formatCount(of.errors)}
        bad={of.errors > 0}
        before={before && (errorsOf(before) || '0%')}
      >
        {errorsOf(of) || '0%'}
      </Figure>
      {isEdge && <Figure name="p50">{quantileOf(of, of.p50Ms)}</Figure>}
      <Figure name="p95" before={before && latencyOf(before.p95Ms)}>
        {quantileOf(of, of.p95Ms)}
      </Figure>
      {isEdge && <Figure name="p99">{quantileOf(of, of.p99Ms)}</Figure>}
    </dl>
  );
}

interface FigureProps {
  name: string;
  children: string;
  /** What it was in the range compared with. */
  before?: string | null;
  title?: string;
  bad?: boolean;
}

function Figure({ name, children, before, title, bad = false }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={bad ? css['bad'] : undefined} title={title}>
        {children}
      </dd>
      {before && <dd className={css['was']}>was {before}</dd>}
    </div>
  );
}
