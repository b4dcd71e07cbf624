import { EdgeLabelRenderer, type Edge, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import type { Place } from '../model/curve.ts';
import { edgeRedness, edgeWidth, errorsOf } from '../model/figures.ts';
import type { MapEdge } from '../model/graph.ts';
import css from '../map.module.css';

export type EdgeData = {
  edge: MapEdge;
  mostRequests: number;
  lit: boolean;
  /** SVG path. */
  path: string;
  /** Its figures, where they are written beside it. */
  text: readonly string[];
  /** The middle of its figures. */
  labelAt: Place | undefined;
};

export type FlowEdge = Edge<EdgeData, 'map'>;

/** Wide enough to be hit with a mouse. */
const REACH = 18;

export const MapEdgeView = memo(({ data }: EdgeProps<FlowEdge>) => {
  if (!data) return null;
  const { edge, lit, path, text, labelAt } = data;
  const red = edgeRedness(edge);
  const errors = errorsOf(edge);
  return (
    <>
      <path className={css['reach']} d={path} strokeWidth={REACH} />
      <path
        className={css['edge']}
        data-lit={lit}
        data-kind={edge.kind}
        data-change={edge.change}
        d={path}
        style={{
          strokeWidth: edgeWidth(edge.requests, data.mostRequests),
          ...(red > 0 && {
            stroke: `color-mix(in oklab, var(--error) ${Math.round(red * 100)}%, var(--edge))`,
          }),
        }}
        markerEnd={`url(#map-arrow${red > 0 ? '-red' : lit ? '-lit' : ''})`}
      />
      {labelAt && (
        <EdgeLabelRenderer>
          <div
            className={css['label']}
            data-lit={lit}
            data-change={edge.change}
            style={{
              transform: `translate(-50%, -50%) translate(${labelAt.x}px, ${labelAt.y}px) scale(var(--label-scale, 1))`,
            }}
          >
            {text.map((part) => (
              <span key={part} className={part === errors ? css['bad'] : undefined}>
                {part}
              </span>
            ))}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
