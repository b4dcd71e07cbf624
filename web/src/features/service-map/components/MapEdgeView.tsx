import { EdgeLabelRenderer, type Edge, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { curveBetween, type Direction, type Place } from '../model/curve.ts';
import { edgeLabel, edgeRedness, edgeWidth } from '../model/figures.ts';
import type { MapEdge } from '../model/graph.ts';
import css from '../map.module.css';

export type EdgeData = {
  edge: MapEdge;
  lengthMs: number | undefined;
  mostRequests: number;
  from: Place;
  to: Place;
  direction: Direction;
  light: 'none' | 'lit' | 'unlit';
  /** Whether its figures are written beside it. */
  labelled: boolean;
};

export type FlowEdge = Edge<EdgeData, 'map'>;

/** Wide enough to be hit with a mouse. */
const REACH = 18;

export const MapEdgeView = memo(({ data }: EdgeProps<FlowEdge>) => {
  if (!data) return null;
  const { edge, lengthMs, from, to, direction, light, labelled } = data;
  const { path, labelX, labelY } = curveBetween(from, to, direction);
  const red = edgeRedness(edge);
  const label = labelled ? edgeLabel(edge, lengthMs) : [];
  return (
    <>
      <path className={css['reach']} d={path} strokeWidth={REACH} />
      <path
        className={css['edge']}
        data-light={light}
        data-kind={edge.kind}
        d={path}
        style={{
          strokeWidth: edgeWidth(edge.requests, data.mostRequests),
          ...(red > 0 && {
            stroke: `color-mix(in oklab, var(--error) ${Math.round(red * 100)}%, var(--edge))`,
          }),
        }}
        markerEnd={`url(#map-arrow${red > 0 ? '-red' : light === 'lit' ? '-lit' : ''})`}
      />
      {label.length > 0 && (
        <EdgeLabelRenderer>
          <div
            className={css['label']}
            data-light={light}
            data-failing={edge.errors > 0}
            style={{
              transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px) scale(var(--label-scale, 1))`,
            }}
          >
            {label.map((part) => (
              <span key={part}>{part}</span>
            ))}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
