import { formatCount } from '../../../shared/format/number.ts';
import { HealthMark } from '../../../shared/ui/HealthMark.tsx';
import table from '../../../shared/ui/table.module.css';
import { changedFirst } from '../model/changes.ts';
import { edgeWords, errorsOf, kindWord, latencyOf, nameOf, rateOf } from '../model/figures.ts';
import {
  byErrors,
  bySickness,
  dependenciesOf,
  edgeId,
  type MapEdge,
  type MapGraph,
} from '../model/graph.ts';
import css from '../table.module.css';
import { ChangeMark } from './ChangeMark.tsx';
import { KindIcon } from './KindIcon.tsx';

interface Props {
  graph: MapGraph;
  /** Whether the time range is compared with another one. */
  comparing: boolean;
  open: string | undefined;
  select: (id: string) => void;
}

/** The content of the map as two tables: what there is, and what calls what. */
export function MapTable({ graph, comparing, open, select }: Props) {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const wide = comparing ? css['wide'] : '';
  return (
    <>
      <table className={`${table['table']} ${wide}`} aria-label="Services and what they use">
        <colgroup>
          <col style={{ width: '24%' }} />
          <col style={{ width: '104px' }} />
          <col style={comparing ? { width: '112px' } : undefined} />
          {comparing && <col />}
          <col style={{ width: '92px' }} />
          <col style={{ width: '78px' }} />
          <col style={{ width: '88px' }} />
          <col style={{ width: '74px' }} />
          <col style={{ width: '74px' }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Kind</th>
            <th scope="col">Health</th>
            {comparing && <th scope="col">Change</th>}
            <Numbers names={['Requests', 'Errors', 'p95', 'Callers', 'Callees']} />
          </tr>
        </thead>
        <tbody>
          {changedFirst(bySickness(graph.nodes)).map((node) => {
            const { callers, callees } = dependenciesOf(graph, node.id);
            return (
              <tr key={node.id} className={rowClass(open === node.id)}>
                <td>
                  <Choice id={node.id} open={open} select={select}>
                    <KindIcon node={node} />
                    <span className="cut">{nameOf(node)}</span>
                  </Choice>
                </td>
                <td className="muted">{kindWord(node.kind)}</td>
                <td title={node.healthReason}>
                  <span className={css['health']}>
                    <HealthMark health={node.health} />
                    {!comparing && <span className="faint cut">{node.healthReason}</span>}
                  </span>
                </td>
                {comparing && <Change of={node} />}
                <td className={table['number']}>{rateOf(node)}</td>
                <Errors of={node} />
                <td className={table['number']}>{latencyOf(node.p95Ms)}</td>
                <td className={table['number']}>{callers.length}</td>
                <td className={table['number']}>{callees.length}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <h2 className={css['heading']}>
        Connections <span className="faint">{formatCount(graph.edges.length)}</span>
      </h2>
      <table className={`${table['table']} ${wide}`} aria-label="Connections">
        <colgroup>
          <col style={{ width: comparing ? '18%' : '24%' }} />
          <col style={{ width: comparing ? '18%' : '24%' }} />
          <col style={comparing ? { width: '122px' } : undefined} />
          {comparing && <col />}
          <col style={{ width: '92px' }} />
          <col style={{ width: '78px' }} />
          <col style={{ width: '88px' }} />
          <col style={{ width: '88px' }} />
          <col style={{ width: '88px' }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">Kind</th>
            {comparing && <th scope="col">Change</th>}
            <Numbers names={['Requests', 'Errors', 'p50', 'p95', 'p99']} />
          </tr>
        </thead>
        <tbody>
          {changedFirst(byErrors(graph.edges)).map((edge) => {
            const id = edgeId(edge);
            return (
              <tr key={id} className={rowClass(open === id)}>
                <td>
                  <Choice id={id} open={open} select={select}>
                    <KindIcon node={nodes.get(edge.source)!} />
                    <span className="cut">{nameOf(nodes.get(edge.source)!)}</span>
                  </Choice>
                </td>
                <td>
                  <span className={css['name']}>
                    <KindIcon node={nodes.get(edge.target)!} />
                    <span className="cut">{nameOf(nodes.get(edge.target)!)}</span>
                  </span>
                </td>
                <td className="muted">{edgeWords(edge.kind)}</td>
                {comparing && <Change of={edge} />}
                <td className={table['number']}>{rateOf(edge)}</td>
                <Errors of={edge} />
                <td className={table['number']}>{latencyOf(edge.p50Ms)}</td>
                <td className={table['number']}>{latencyOf(edge.p95Ms)}</td>
                <td className={table['number']}>{latencyOf(edge.p99Ms)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

const rowClass = (open: boolean): string => `${table['row']} ${open ? css['open'] : ''}`;

function Numbers({ names }: { names: readonly string[] }) {
  return names.map((name) => (
    <th key={name} scope="col" className={table['number']}>
      {name}
    </th>
  ));
}

function Change({ of }: { of: Pick<MapEdge, 'change' | 'changeReason'> }) {
  return (
    <td title={of.changeReason ?? undefined}>
      <span className={css['health']}>
        <ChangeMark change={of.change} />
        <span className="faint cut">{of.change === 'same' ? 'As before' : of.changeReason}</span>
      </span>
    </td>
  );
}

function Errors({ of }: { of: Pick<MapEdge, 'errors' | 'errorRate'> }) {
  return (
    <td className={`${table['number']} ${of.errors > 0 ? css['bad'] : 'faint'}`}>
      {errorsOf(of) || '0%'}
    </td>
  );
}

interface ChoiceProps {
  id: string;
  open: string | undefined;
  select: (id: string) => void;
  children: React.ReactNode;
}

function Choice({ id, open, select, children }: ChoiceProps) {
  return (
    <button
      type="button"
      className={`${css['name']} ${table['cover']}`}
      aria-pressed={open === id}
      onClick={() => select(id)}
    >
      {children}
    </button>
  );
}
