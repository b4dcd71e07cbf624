import { EdgeLabelRenderer, type Edge, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import type { Place } from '../model/curve.ts';
import type { MapEdge } from '../model/graph.ts';
import css from '../canvas.module.css';

export type EdgeData = {
  kind: MapEdge['kind'];
  change: MapEdge['change'];
  /** SVG path. */
  path: string;
  /** Pixels. */
  width: number;
  /** How red it is, 0 to 1. */
  red: number;
  lit: boolean;
  /** Its figures, where they are written beside it. */
  label: EdgeLabel | undefined;
};

interface EdgeLabel {
  readonly text: readonly string[];
  /** Which of the texts tells of errors. */
  readonly errors: string;
  /** Its middle. */
  readonly at: Place;
  readonly scale: number;
}

export type FlowEdge = Edge<EdgeData, 'map'>;

/** Wide enough to be hit with a mouse. */
const REACH = 18;

export const MapEdgeView = memo(({ data }: EdgeProps<FlowEdge>) => {
  if (!data) return null;
  const { kind, change, path, width, red, lit, label } = data;
  return (
    <>
      <path className={css['reach']} d={path} strokeWidth={REACH} />
      <path
        className={css['edge']}
        data-lit={lit}
        data-kind={kind}
        data-change={change}
        d={path}
        style={{
          strokeWidth: width,
          ...(red > 0 && {
            stroke: `color-mix(in oklab, var(--error) ${Math.round(red * 100)}%, var(--edge))`,
          }),
        }}
        markerEnd={`url(#map-arrow${red > 0 ? '-red' : lit ? '-lit' : ''})`}
      />
      {label && (
        <EdgeLabelRenderer>
          <div
            className={css['label']}
            data-lit={lit}
            data-change={change}
            style={{
              transform: `translate(-50%, -50%) translate(${label.at.x}px, ${label.at.y}px) scale(${label.scale})`,
            }}
          >
            {label.text.map((part) => (
              <span key={part} className={part === label.errors ? css['bad'] : undefined}>
                {part}
              </span>
            ))}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
