import type { ReactNode } from 'react';
import { errorsOf, rateOf } from '../model/figures.ts';
import { edgeId, type MapEdge } from '../model/graph.ts';
import css from '../panel.module.css';

interface Row {
  readonly edge: MapEdge;
  /** What the row is about. */
  readonly name: ReactNode;
  readonly p95: ReactNode;
}

interface Props {
  title: string;
  /** Of the column of names, for those who do not see it. */
  column: string;
  rows: readonly Row[];
}

/** Connections with their figures, in a panel. */
export function EdgeList({ title, column, rows }: Props) {
  return (
    <section className={css['section']}>
      <h3>
        {title} <span className={css['count']}>{rows.length}</span>
      </h3>
      {rows.length === 0 ? (
        <p className="faint">Nothing in this time range.</p>
      ) : (
        <table className={css['list']}>
          <thead>
            <tr>
              <th scope="col">
                <span className="sr-only">{column}</span>
              </th>
              <th scope="col">Rate</th>
              <th scope="col">Errors</th>
              <th scope="col">p95</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ edge, name, p95 }) => (
              <tr key={edgeId(edge)}>
                <th scope="row">{name}</th>
                <td>{rateOf(edge)}</td>
                <td className={edge.errors > 0 ? css['bad'] : 'faint'}>{errorsOf(edge) || '0%'}</td>
                <td>{p95}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
