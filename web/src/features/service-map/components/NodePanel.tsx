import { CloseButton } from '@mantine/core';
import { IconFocus2 } from '@tabler/icons-react';
import button from '../../../shared/ui/button-link.module.css';
import { HealthMark } from '../../../shared/ui/HealthMark.tsx';
import { ServiceLinks } from '../../../shared/ui/ServiceLinks.tsx';
import {
  dependenciesOf,
  edgeId,
  type Dependency,
  type MapGraph,
  type MapNode,
} from '../model/graph.ts';
import { edgeWords, kindWord, latencyOf, nameOf } from '../model/figures.ts';
import css from '../panel.module.css';
import { ChangeMark, ChangeNote } from './ChangeMark.tsx';
import { EdgeList } from './EdgeList.tsx';
import { Figures } from './Figures.tsx';
import { KindIcon } from './KindIcon.tsx';

const PAGES = ['service', 'traces', 'logs', 'instances', 'alarms'] as const;

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
        {node.service !== null && <ServiceLinks service={node.service} to={PAGES} />}
        {!focused && (
          <button type="button" className={button['link']} onClick={() => enter(node)}>
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
  const rows = of.map(({ edge, other }) => ({
    edge,
    name: (
      <button type="button" onClick={() => show(other.id)} title={nameOf(other)}>
        <KindIcon node={other} size={13} />
        <span className="cut">{nameOf(other)}</span>
        {isJoinedTwice(of, other) && <span className="faint">{edgeWords(edge.kind)}</span>}
        <ChangeMark change={edge.change} />
      </button>
    ),
    p95: (
      <button
        type="button"
        className={css['more']}
        onClick={() => show(edgeId(edge))}
        aria-label={`p95 ${latencyOf(edge.p95Ms)}: details of this connection`}
        title="Details of this connection"
      >
        {latencyOf(edge.p95Ms)}
      </button>
    ),
  }));
  return <EdgeList title={title} column="Name" rows={rows} />;
}

/** By calls of two kinds, which are then named. */
const isJoinedTwice = (all: readonly Dependency[], node: MapNode): boolean =>
  all.filter(({ other }) => other.id === node.id).length > 1;
