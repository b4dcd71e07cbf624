import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { memo, use } from 'react';
import { countOf } from '../../../shared/format/number.ts';
import { HealthIcon } from '../../../shared/ui/HealthMark.tsx';
import { errorsOf, kindWord, nameOf, quantileOf, rateOf } from '../model/figures.ts';
import type { MapNode } from '../model/graph.ts';
import { wayOf } from '../model/step.ts';
import css from '../canvas.module.css';
import { ChangeMark } from './ChangeMark.tsx';
import { KindIcon } from './KindIcon.tsx';
import { MapActions } from './MapActions.ts';
import { NodeShape } from './NodeShape.tsx';

export type NodeData = {
  node: MapNode;
  lit: boolean;
  open: boolean;
};

export type FlowNode = Node<NodeData, 'map'>;

/** From so many letters on, a name takes two lines of small letters where it is seen from afar. */
const LONG_NAME = 20;

export const MapNodeView = memo(({ data }: NodeProps<FlowNode>) => {
  const { node, lit, open } = data;
  const actions = use(MapActions);
  const errors = errorsOf(node);
  return (
    <>
      <Handle
        type="target"
        position={Position.Left}
        className={css['handle']}
        isConnectable={false}
      />
      <button
        type="button"
        className={css['node']}
        data-health={node.health}
        data-kind={node.kind}
        data-change={node.change}
        data-lit={lit}
        data-long={nameOf(node).length >= LONG_NAME}
        {...(node.members ? { 'aria-expanded': false } : { 'aria-pressed': open })}
        title={titleOf(node)}
        onClick={() => (node.members ? actions.enter(node) : actions.select(node.id))}
        onDoubleClick={() => actions.enter(node)}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
          const way = wayOf(event.code);
          if (event.code !== 'KeyF' && way === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          if (way === undefined) actions.enter(node);
          else actions.step(node.id, way);
        }}
        onFocus={(event) => actions.focus(node.id, event.currentTarget.matches(':focus-visible'))}
        onBlur={() => actions.blur()}
      >
        <NodeShape kind={node.kind} />
        <span className={css['nodeName']}>
          <KindIcon node={node} />
          <span className={css['nameText']}>{nameOf(node)}</span>
          <span className="sr-only">{`, ${kindWord(node.kind).toLowerCase()}, ${node.health}, `}</span>
          <HealthIcon health={node.health} />
        </span>
        <span className={css['figures']}>
          {node.members && <span>{countOf(node.members.length, 'node')}</span>}
          <span>{rateOf(node)}</span>
          <span className={errors === '' ? 'faint' : css['bad']}>
            {errors === '' ? '0%' : errors}
            <span className="sr-only"> errors</span>
          </span>
          {!node.members && (
            <span>
              {node.p95Ms !== null && <span className="faint">p95 </span>}
              {quantileOf(node, node.p95Ms)}
            </span>
          )}
        </span>
        <ChangeMark change={node.change} />
      </button>
      <Handle
        type="source"
        position={Position.Right}
        className={css['handle']}
        isConnectable={false}
      />
    </>
  );
});

const titleOf = (node: MapNode): string =>
  [
    `${nameOf(node)}: ${node.healthReason}`,
    node.changeReason ?? '',
    node.members ? 'Click to see what is in it.' : 'Double-click, or press F: only its neighbours.',
  ]
    .filter((line) => line !== '')
    .join('\n');
