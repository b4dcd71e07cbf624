import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef, useState, type PointerEvent } from 'react';
import type { SelectionSearch } from '../compare/selection.ts';
import {
  areaBetween,
  type Box,
  boxOf,
  cellAt,
  type CellPlace,
  durationTicks,
  type Grid,
  type Size,
  timeTicks,
  toSelection,
  xOf,
  yOf,
} from './geometry.ts';
import css from './heatmap.module.css';
import { type Cell, type Counted, paint, palette } from './paint.ts';
import { useDrag } from './useDrag.ts';
import { describeCell, describeCount, tickDuration, tickTime } from './words.ts';

interface Props {
  grid: Grid;
  cells: readonly Cell[];
  counted: Counted;
  size: Size;
  selection: SelectionSearch;
  /** Called with what a rectangle was drawn around; with nothing when it was clicked. */
  select: (selection: SelectionSearch | undefined) => void;
}

const LEAST_DURATION_PX = 20;
const LEAST_TIME_PX = 84;

/** The cells, their axes, the cell under the pointer, and the rectangle that selects. */
export function HeatmapPlot({ grid, cells, counted, size, selection, select }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme('light');
  const [hovered, setHovered] = useState<CellPlace>();
  const { drag, handlers } = useDrag(
    ({ from, to }) => select(toSelection(grid, areaBetween(grid, size, from, to))),
    () => select(undefined),
  );
  const drawn = drag ? toSelection(grid, areaBetween(grid, size, drag.from, drag.to)) : selection;
  // A drag over everything selects everything, and is to be seen all the same.
  const box = boxOf(grid, size, drawn) ?? (drag && { x: 0, y: 0, ...size });
  const { width, height } = size;

  useEffect(() => {
    if (!host.current || !canvas.current || width === 0) return;
    const colors = {
      spans: palette(host.current, 'var(--accent)'),
      errors: palette(host.current, 'var(--error)'),
    };
    paint(canvas.current, { width, height }, { grid, cells, counted, colors });
  }, [grid, cells, counted, width, height, scheme]);

  const hover = (event: PointerEvent<HTMLElement>): void => {
    const area = event.currentTarget.getBoundingClientRect();
    const point = { x: event.clientX - area.left, y: event.clientY - area.top };
    setHovered(cellAt(grid, size, point));
  };
  return (
    <>
      <Axes grid={grid} size={size} />
      <div
        ref={host}
        className={css['plot']}
        style={{ width, height }}
        aria-hidden="true"
        {...handlers}
        onPointerMove={(event) => {
          hover(event);
          handlers.onPointerMove(event);
        }}
        onPointerLeave={() => setHovered(undefined)}
      >
        <canvas ref={canvas} className={css['canvas']} />
        {box && <Rectangle box={box} size={size} />}
        {hovered && !drag && <Tip grid={grid} cells={cells} size={size} place={hovered} />}
      </div>
    </>
  );
}

function Axes({ grid, size }: { grid: Grid; size: Size }) {
  const times = timeTicks(
    grid,
    size,
    LEAST_TIME_PX,
    -new Date(grid.fromMs).getTimezoneOffset() * 60_000,
  );
  return (
    <div className={css['axes']} style={size} aria-hidden="true">
      {durationTicks(grid, size, LEAST_DURATION_PX).map((ms) => (
        <span key={ms} className={css['duration']} style={{ top: yOf(grid, size, ms) }}>
          {tickDuration(ms)}
        </span>
      ))}
      {times.timesMs.map((ms) => (
        <span key={ms} className={css['time']} style={{ left: xOf(grid, size, ms) }}>
          {tickTime(ms, times.stepMs)}
        </span>
      ))}
    </div>
  );
}

function Rectangle({ box, size }: { box: Box; size: Size }) {
  return (
    <div
      className={css['rectangle']}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
      data-whole={box.width >= size.width && box.height >= size.height ? '' : undefined}
    />
  );
}

interface TipProps {
  grid: Grid;
  cells: readonly Cell[];
  size: Size;
  place: CellPlace;
}

const TIP_PX = 216;

function Tip({ grid, cells, size, place }: TipProps) {
  const byPlace = useMemo(
    () => new Map(cells.map((cell) => [`${cell.column}/${cell.row}`, cell])),
    [cells],
  );
  const cell = byPlace.get(`${place.column}/${place.row}`);
  if (!cell) return undefined;
  const { time, duration } = describeCell(grid, place);
  const right = (size.width / grid.columns) * (place.column + 1) + 8;
  const left =
    right + TIP_PX > size.width ? right - TIP_PX - 16 - size.width / grid.columns : right;
  const rows = grid.boundsMs.length - 1;
  return (
    <div
      className={css['tip']}
      style={{ left, top: size.height * (1 - (place.row + 1) / rows), width: TIP_PX }}
    >
      <strong>{describeCount(cell.spans, cell.errors)}</strong>
      <span>{duration}</span>
      <span className="muted">{time}</span>
    </div>
  );
}
