import { CloseButton } from '@mantine/core';
import { IconAlertCircle, IconArrowDown, IconTimeline } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { formatCount } from '../../../shared/format/number.ts';
import { errorsOf, latencyOf, nameOf, rateOf } from '../model/figures.ts';
import { byErrors, edgeId, type MapEdge, type MapNode, type Selection } from '../model/graph.ts';
import css from '../panel.module.css';
import { ChangeNote } from './ChangeMark.tsx';
import { Figures } from './Figures.tsx';
import { KindIcon } from './KindIcon.tsx';

interface Props {
  selection: Extract<Selection, { kind: 'edge' }>;
  show: (id: string) => void;
  close: () => void;
}

const WORDS: Record<MapEdge['kind'], string> = {
  http: 'HTTP calls',
  rpc: 'RPC calls',
  messaging: 'Messages',
  database: 'Database calls',
  other: 'Calls',
};

export function EdgePanel({ selection: { edge, source, target }, show, close }: Props) {
  // Traces are found by a service; a database or a queue has none, its caller has.
  const service = target.service ?? source.service;
  const seenBy = edge.kind === 'messaging' ? 'receivers' : 'callers';
  return (
    <>
      <div className={css['head']}>
        <div className={css['title']}>
          <h2 className="sr-only">
            {nameOf(source)} to {nameOf(target)}
          </h2>
          <div className={css['ends']}>
            <End node={source} show={show} />
            <IconArrowDown size={14} className="faint" aria-hidden="true" />
            <End node={target} show={show} />
          </div>
          <CloseButton size="sm" aria-label="Close the details" onClick={close} />
        </div>
        <div className={css['sub']}>
          {WORDS[edge.kind]}, as the {seenBy} saw them
        </div>
        <ChangeNote of={edge} />
      </div>
      <Figures of={edge} />
      <p className={css['amount']}>
        {formatCount(edge.requests)} in this time range, {formatCount(edge.errors)} of them failed.
      </p>
      {service !== null && (
        <div className={css['links']}>
          <Link to="/traces" search={{ service }} className={css['link']}>
            <IconTimeline size={14} aria-hidden="true" />
            Traces of {service}
          </Link>
          {edge.errors > 0 && (
            <Link to="/traces" search={{ service, status: 'error' }} className={css['link']}>
              <IconAlertCircle size={14} aria-hidden="true" />
              Failed ones
            </Link>
          )}
        </div>
      )}
      {edge.parts && <Parts parts={edge.parts} ends={[source, target]} show={show} />}
    </>
  );
}

interface PartsProps {
  parts: readonly MapEdge[];
  ends: readonly MapNode[];
  show: (id: string) => void;
}

/** The connections that one between groups is the sum of. */
function Parts({ parts, ends, show }: PartsProps) {
  const names = new Map(
    ends.flatMap((end) => end.members ?? [end]).map((node) => [node.id, nameOf(node)]),
  );
  return (
    <section className={css['section']}>
      <h3>
        Connections <span className={css['count']}>{parts.length}</span>
      </h3>
      <table className={css['list']}>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">Connection</span>
            </th>
            <th scope="col">Rate</th>
            <th scope="col">Errors</th>
            <th scope="col">p95</th>
          </tr>
        </thead>
        <tbody>
          {byErrors(parts).map((part) => {
            const [from, to] = [part.source, part.target].map((id) => names.get(id) ?? id);
            return (
              <tr key={edgeId(part)}>
                <th scope="row">
                  <button
                    type="button"
                    className={css['pair']}
                    onClick={() => show(edgeId(part))}
                    title={`${from} → ${to}`}
                  >
                    <span className="cut">{from}</span>
                    <span className="cut">→ {to}</span>
                  </button>
                </th>
                <td>{rateOf(part)}</td>
                <td className={part.errors > 0 ? css['bad'] : 'faint'}>{errorsOf(part) || '0%'}</td>
                <td>{latencyOf(part.p95Ms)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function End({ node, show }: { node: MapNode; show: (id: string) => void }) {
  return (
    <button type="button" className={css['end']} onClick={() => show(node.id)}>
      <KindIcon node={node} size={16} />
      <span className="cut">{nameOf(node)}</span>
    </button>
  );
}
