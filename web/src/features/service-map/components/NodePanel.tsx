import { CloseButton } from '@mantine/core';
import { IconFocus2 } from '@tabler/icons-react';
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
import { ChangeMark, ChangeNote } from './ChangeMark.tsx';
import { Figures } from './Figures.tsx';
import { KindIcon } from './KindIcon.tsx';
import { ServiceLinks } from './ServiceLinks.tsx';

interface Props {
  graph: MapGraph;
  node: MapNode;
  /** Whether only its neighbours are shown. */
  focused: boolean;
  show: (id: string) => void;
  close: () => void;
  enter: (node: MapNode) => void;
}

export function NodePanel({ graph, node, focused, show, close, enter }: Props) {
  const { callers, callees } = dependenciesOf(graph, node.id);
  return (
    <>
      <div className={css['head']}>
        <div className={css['title']}>
          <KindIcon node={node} size={18} />
          <h2>{nameOf(node)}</h2>
          <CloseButton size="sm" aria-label="Close the details" onClick={close} />
        </div>
        <div className={css['sub']}>
          {kindWord(node.kind)}
          {node.system !== null && node.system !== node.name && <span>· {node.system}</span>}
          <HealthMark health={node.health} />
        </div>
        {node.healthReason !== '' && <p className={css['reason']}>{node.healthReason}</p>}
        <ChangeNote of={node} />
        <Belongs node={node} />
      </div>
      <Figures of={node} />
      <div className={css['links']}>
        {node.service !== null && <ServiceLinks service={node.service} />}
        {!focused && (
          <button type="button" className={css['link']} onClick={() => enter(node)}>
            <IconFocus2 size={14} aria-hidden="true" />
            Only its neighbours
          </button>
        )}
      </div>
      <Dependencies title="Called by" of={callers} show={show} />
      <Dependencies title="Calls" of={callees} show={show} />
    </>
  );
}

/** Where a service runs, as its resource says. */
function Belongs({ node: { namespaces, environments } }: { node: MapNode }) {
  const where = [
    ['Namespace', namespaces],
    ['Environment', environments],
  ] as const;
  if (where.every(([, names]) => names.length === 0)) return null;
  return (
    <p className={css['belongs']}>
      {where
        .filter(([, names]) => names.length > 0)
        .map(([word, names]) => (
          <span key={word}>
            <span className="faint">{word}</span> {names.join(', ')}
          </span>
        ))}
    </p>
  );
}

interface DependenciesProps {
  title: string;
  of: readonly Dependency[];
  show: (id: string) => void;
}

function Dependencies({ title, of, show }: DependenciesProps) {
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
                  <button type="button" onClick={() => show(other.id)} title={nameOf(other)}>
                    <KindIcon node={other} size={13} />
                    <span className="cut">{nameOf(other)}</span>
                    {isJoinedTwice(of, other) && <span className="faint">{edge.kind}</span>}
                    <ChangeMark change={edge.change} />
                  </button>
                </th>
                <td>{rateOf(edge)}</td>
                <td className={edge.errors > 0 ? css['bad'] : 'faint'}>{errorsOf(edge) || '0%'}</td>
                <td>
                  <button
                    type="button"
                    className={css['more']}
                    onClick={() => show(edgeId(edge))}
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

/** By calls of two kinds, which are then named. */
const isJoinedTwice = (all: readonly Dependency[], node: MapNode): boolean =>
  all.filter(({ other }) => other.id === node.id).length > 1;
