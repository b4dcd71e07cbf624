import { CloseButton } from '@mantine/core';
import { IconFocus2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { formatCount } from '../../../shared/format/number.ts';
import { HealthMark } from '../../../shared/ui/HealthMark.tsx';
import {
  dependenciesOf,
  edgeId,
  type Dependency,
  type MapGraph,
  type MapNode,
} from '../model/graph.ts';
import { errorsOf, kindWord, latencyOf, nameOf, rateOf } from '../model/figures.ts';
import css from '../panel.module.css';
import { KindIcon } from './KindIcon.tsx';
import { ServiceLinks } from './ServiceLinks.tsx';

interface Props {
  graph: MapGraph;
  node: MapNode;
  lengthMs: number | undefined;
  select: (id: string | undefined) => void;
}

export function NodePanel({ graph, node, lengthMs, select }: Props) {
  const { callers, callees } = dependenciesOf(graph, node.id);
  return (
    <>
      <div className={css['head']}>
        <div className={css['title']}>
          <KindIcon node={node} size={18} />
          <h2>{nameOf(node)}</h2>
          <CloseButton size="sm" aria-label="Close the details" onClick={() => select(undefined)} />
        </div>
        <div className={css['sub']}>
          {kindWord(node.kind)}
          {node.system !== null && node.system !== node.name && <span>· {node.system}</span>}
          <HealthMark health={node.health} />
        </div>
        {node.healthReason !== '' && <p className={css['reason']}>{node.healthReason}</p>}
      </div>
      <dl className={css['figures']}>
        <div>
          <dt>Requests</dt>
          <dd title={formatCount(node.requests)}>{rateOf(node, lengthMs)}</dd>
        </div>
        <div>
          <dt>Errors</dt>
          <dd className={node.errors > 0 ? css['bad'] : undefined} title={formatCount(node.errors)}>
            {errorsOf(node) || '0%'}
          </dd>
        </div>
        <div>
          <dt>p95</dt>
          <dd>{latencyOf(node.p95Ms)}</dd>
        </div>
      </dl>
      <div className={css['links']}>
        {node.service !== null && <ServiceLinks service={node.service} />}
        <Link
          from="/map"
          search={(now) => ({ ...now, focus: node.id, selected: node.id })}
          className={css['link']}
        >
          <IconFocus2 size={14} aria-hidden="true" />
          Only its neighbours
        </Link>
      </div>
      <Dependencies title="Called by" of={callers} lengthMs={lengthMs} select={select} />
      <Dependencies title="Calls" of={callees} lengthMs={lengthMs} select={select} />
    </>
  );
}

interface DependenciesProps {
  title: string;
  of: readonly Dependency[];
  lengthMs: number | undefined;
  select: (id: string) => void;
}

function Dependencies({ title, of, lengthMs, select }: DependenciesProps) {
  return (
    <section className={css['section']}>
      <h3>
        {title} <span className={css['count']}>{of.length}</span>
      </h3>
      {of.length === 0 ? (
        <p className="faint">Nothing in this time range.</p>
      ) : (
        <table className={css['list']}>
          <thead>
            <tr>
              <th scope="col">
                <span className="sr-only">Name</span>
              </th>
              <th scope="col">Rate</th>
              <th scope="col">Errors</th>
              <th scope="col">p95</th>
            </tr>
          </thead>
          <tbody>
            {of.map(({ edge, other }) => (
              <tr key={edgeId(edge)}>
                <th scope="row">
                  <button type="button" onClick={() => select(other.id)} title={nameOf(other)}>
                    <KindIcon node={other} size={13} />
                    <span className="cut">{nameOf(other)}</span>
                  </button>
                </th>
                <td>{rateOf(edge, lengthMs)}</td>
                <td className={edge.errors > 0 ? css['bad'] : 'faint'}>{errorsOf(edge) || '0%'}</td>
                <td>
                  <button
                    type="button"
                    className={css['more']}
                    onClick={() => select(edgeId(edge))}
                    aria-label={`p95 ${latencyOf(edge.p95Ms)}: details of this connection`}
                    title="Details of this connection"
                  >
                    {latencyOf(edge.p95Ms)}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
