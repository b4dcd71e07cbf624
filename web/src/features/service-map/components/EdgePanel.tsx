import { CloseButton } from '@mantine/core';
import { IconAlertCircle, IconArrowDown, IconTimeline } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { formatCount } from '../../../shared/format/number.ts';
import { edgeWords, latencyOf, nameOf } from '../model/figures.ts';
import button from '../../../shared/ui/button-link.module.css';
import { byErrors, edgeId, type MapEdge, type MapNode, type Selection } from '../model/graph.ts';
import css from '../panel.module.css';
import { ChangeNote } from './ChangeMark.tsx';
import { EdgeList } from './EdgeList.tsx';
import { Figures } from './Figures.tsx';
import { KindIcon } from './KindIcon.tsx';

interface Props {
  selection: Extract<Selection, { kind: 'edge' }>;
  show: (id: string) => void;
  close: () => void;
}

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
          {edgeWords(edge.kind)}, as the {seenBy} saw them
        </div>
        <ChangeNote of={edge} />
      </div>
      <Figures of={edge} />
      <p className={css['amount']}>
        {formatCount(edge.requests)} in this time range, {formatCount(edge.errors)} of them failed.
      </p>
      {service !== null && (
        <div className={css['links']}>
          <Link to="/traces" search={{ service }} className={button['link']}>
            <IconTimeline size={14} aria-hidden="true" />
            Traces of {service}
          </Link>
          {edge.errors > 0 && (
            <Link to="/traces" search={{ service, status: 'error' }} className={button['link']}>
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
  const rows = byErrors(parts).map((edge) => {
    const [from, to] = [edge.source, edge.target].map((id) => names.get(id) ?? id);
    const name = (
      <button
        type="button"
        className={css['pair']}
        onClick={() => show(edgeId(edge))}
        title={`${from} → ${to}`}
      >
        <span className="cut">{from}</span>
        <span className="cut">→ {to}</span>
      </button>
    );
    return { edge, name, p95: latencyOf(edge.p95Ms) };
  });
  return <EdgeList title="Connections" column="Connection" rows={rows} />;
}

function End({ node, show }: { node: MapNode; show: (id: string) => void }) {
  return (
    <button type="button" className={css['end']} onClick={() => show(node.id)}>
      <KindIcon node={node} size={16} />
      <span className="cut">{nameOf(node)}</span>
    </button>
  );
}
