import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { memo, use } from 'react';
import { HealthIcon } from '../../../shared/ui/HealthMark.tsx';
import { errorsOf, kindWord, latencyOf, nameOf, rateOf } from '../model/figures.ts';
import type { MapNode } from '../model/graph.ts';
import css from '../map.module.css';
import { KindIcon } from './KindIcon.tsx';
import { MapActions } from './MapActions.ts';
import { NodeShape } from './NodeShape.tsx';

export type NodeData = {
  node: MapNode;
  lengthMs: number | undefined;
  /** Whether something is lit, and this node with it. */
  light: 'none' | 'lit' | 'unlit';
  open: boolean;
};

export type FlowNode = Node<NodeData, 'map'>;

export const MapNodeView = memo(({ data }: NodeProps<FlowNode>) => {
  const { node, lengthMs, light, open } = data;
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
        data-light={light}
        aria-pressed={open}
        title={`${nameOf(node)}: ${node.healthReason}`}
        onClick={() => actions.select(node.id)}
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
          <span>{rateOf(node, lengthMs)}</span>
          <span className={errors === '' ? 'faint' : css['bad']}>
            {errors === '' ? '0%' : errors}
            <span className="sr-only"> errors</span>
          </span>
          <span>
            {node.p95Ms !== null && <span className="faint">p95 </span>}
            {latencyOf(node.p95Ms)}
          </span>
        </span>
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
