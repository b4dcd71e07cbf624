import { CloseButton } from '@mantine/core';
import { IconAlertCircle, IconArrowDown, IconTimeline } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { formatCount } from '../../../shared/format/number.ts';
import { errorsOf, latencyOf, nameOf, rateOf } from '../model/figures.ts';
import type { MapNode, Selection } from '../model/graph.ts';
import css from '../panel.module.css';
import { KindIcon } from './KindIcon.tsx';

interface Props {
  selection: Extract<Selection, { kind: 'edge' }>;
  lengthMs: number | undefined;
  select: (id: string | undefined) => void;
}

const WORDS: Record<string, string> = {
  http: 'HTTP calls',
  rpc: 'RPC calls',
  messaging: 'Messages',
  database: 'Database calls',
  other: 'Calls',
};

export function EdgePanel({ selection: { edge, source, target }, lengthMs, select }: Props) {
  // Traces are found by a service; a database or a queue has none, its caller has.
  const service = target.service ?? source.service;
  const figures: [string, string, boolean?][] = [
    ['Requests', rateOf(edge, lengthMs)],
    ['Errors', errorsOf(edge) || '0%', edge.errors > 0],
    ['p50', latencyOf(edge.p50Ms)],
    ['p95', latencyOf(edge.p95Ms)],
    ['p99', latencyOf(edge.p99Ms)],
  ];
  return (
    <>
      <div className={css['head']}>
        <div className={css['title']}>
          <h2 className="sr-only">
            {nameOf(source)} to {nameOf(target)}
          </h2>
          <div className={css['ends']}>
            <End node={source} select={select} />
            <IconArrowDown size={14} className="faint" aria-hidden="true" />
            <End node={target} select={select} />
          </div>
          <CloseButton size="sm" aria-label="Close the details" onClick={() => select(undefined)} />
        </div>
        <div className={css['sub']}>{WORDS[edge.kind] ?? edge.kind}, as the caller saw them</div>
      </div>
      <dl className={`${css['figures']} ${css['five']}`}>
        {figures.map(([name, value, bad]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={bad ? css['bad'] : undefined}>{value}</dd>
          </div>
        ))}
      </dl>
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
    </>
  );
}

function End({ node, select }: { node: MapNode; select: (id: string) => void }) {
  return (
    <button type="button" className={css['end']} onClick={() => select(node.id)}>
      <KindIcon node={node} size={16} />
      <span className="cut">{nameOf(node)}</span>
    </button>
  );
}
