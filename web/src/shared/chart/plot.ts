import uPlot from 'uplot';
import {
  type AlignedSeries,
  type ChartBand,
  type ChartMark,
  type ChartSeries,
  isolated,
  valueRange,
} from './align.ts';

export interface PlotInput {
  readonly series: readonly ChartSeries[];
  readonly aligned: AlignedSeries;
  /** Epoch milliseconds. */
  readonly range: { readonly from: number; readonly to: number };
  readonly threshold: number | undefined;
  readonly bands: readonly ChartBand[];
  readonly marks: readonly ChartMark[];
  readonly format: (value: number) => string;
  /** The steps of the axis are powers of two. */
  readonly binary: boolean;
  /** Called with the place in the aligned times under the pointer; undefined: it has left. */
  readonly hover: (index: number | undefined) => void;
  /** Plots with the same word here move their cursors together. */
  readonly sync: string | undefined;
  /** Called with the times, in epoch milliseconds, that were drawn over. */
  readonly zoom: ((from: number, to: number) => void) | undefined;
  /** Called when the button goes down over the plot, and when it comes up again. */
  readonly drag: (dragging: boolean) => void;
}

/** Pixels left of the plot, for its axis. */
export const AXIS_WIDTH = 62;

const FONT = '11px "Inter Variable", ui-sans-serif, system-ui, sans-serif';
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const CLOCK_SECONDS = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const DAY_CLOCK = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const SHORT_RANGE_MS = 600_000;
const DAY_MS = 86_400_000;
/** A pointer that moves less than this has clicked. */
const LEAST_DRAG_PX = 6;
const POWERS_OF_TWO = Array.from({ length: 50 }, (_, exponent) => 2 ** exponent);

/** A canvas knows no variables: the colour that an element would have. */
function resolver(host: HTMLElement): (color: string) => string {
  const probe = host.ownerDocument.createElement('span');
  probe.hidden = true;
  host.append(probe);
  const known = new Map<string, string>();
  return (color) => {
    const before = known.get(color);
    if (before !== undefined) return before;
    probe.style.color = color;
    const resolved = getComputedStyle(probe).color;
    known.set(color, resolved);
    return resolved;
  };
}

type Range = PlotInput['range'];

/** Pixels right of the plot: room for half a label. */
export const endPadding = ({ from, to }: Range): number =>
  to - from <= SHORT_RANGE_MS || to - from > DAY_MS ? 26 : 14;

function clockOf({ from, to }: Range): Intl.DateTimeFormat {
  if (to - from <= SHORT_RANGE_MS) return CLOCK_SECONDS;
  return to - from > DAY_MS ? DAY_CLOCK : CLOCK;
}

/** Draws into `host` until the answer is called; colours are those of the present theme. */
export function drawPlot(
  host: HTMLElement,
  size: { width: number; height: number },
  input: PlotInput,
): uPlot {
  const color = resolver(host);
  const { aligned, threshold } = input;
  const [low, high] = valueRange(aligned.values, threshold);
  const axis: uPlot.Axis = {
    stroke: color('var(--text-3)'),
    font: FONT,
    grid: { stroke: color('var(--line)'), width: 1 },
    ticks: { show: false },
  };
  const clock = clockOf(input.range);
  const { zoom } = input;
  return new uPlot(
    {
      ...size,
      padding: [10, endPadding(input.range), 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        drag: { x: zoom !== undefined, y: false, setScale: false, dist: LEAST_DRAG_PX },
        points: { size: 7 },
        bind: {
          mousedown: followedBy(() => input.drag(true)),
          mouseup: followedBy(() => input.drag(false)),
        },
        ...(input.sync !== undefined && { sync: together(input.sync) }),
      },
      scales: {
        x: { time: true, range: () => [input.range.from / 1000, input.range.to / 1000] },
        y: { range: () => [low, high] },
      },
      axes: [
        {
          ...axis,
          size: 24,
          gap: 6,
          space: input.range.to - input.range.from > DAY_MS ? 110 : 72,
          grid: { show: false },
          values: (_, splits) => splits.map((seconds) => clock.format(seconds * 1000)),
        },
        {
          ...axis,
          size: AXIS_WIDTH,
          gap: 8,
          space: 34,
          ...(input.binary && { incrs: POWERS_OF_TWO }),
          values: (_, splits) => splits.map((value) => input.format(value)),
        },
      ],
      series: [
        {},
        ...input.series.map((each) => ({
          stroke: color(each.color),
          width: 1.6,
          points: {
            show: true,
            size: 4.5,
            fill: color(each.color),
            filter: (_: uPlot, at: number) => isolated(aligned.values[at - 1] ?? []),
          },
          spanGaps: false,
        })),
      ],
      hooks: {
        drawAxes: [
          (plot) => shade(plot, input.bands, color),
          (plot) => markLines(plot, input.marks, color),
        ],
        draw: [(plot) => thresholdLine(plot, threshold, color)],
        setCursor: [(plot) => input.hover(plot.cursor.idx ?? undefined)],
        setSelect: [(plot) => zoom && takeSelection(plot, zoom)],
      },
    },
    [aligned.times.map((ms) => ms / 1000), ...aligned.values],
    host,
  );
}

/** What the plot itself does with the main button, and then something else. */
const followedBy =
  (then: () => void): uPlot.Cursor.MouseListenerFactory =>
  (_plot, _element, handle) =>
  (event) => {
    if (event.button === 0) {
      handle(event);
      then();
    }
    return null;
  };

/** The cursors move together, but what is drawn over one plot is not drawn over the others. */
const together = (key: string): uPlot.Cursor.Sync => ({
  key,
  scales: ['x', null],
  filters: { pub: (type) => type === 'mousemove' || type === 'mouseleave' },
});

function takeSelection(plot: uPlot, zoom: (from: number, to: number) => void): void {
  const { left, width } = plot.select;
  if (width < LEAST_DRAG_PX) return;
  const [from, to] = [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')];
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  zoom(Math.round(from * 1000), Math.round(to * 1000));
}

function shade(plot: uPlot, bands: readonly ChartBand[], color: (name: string) => string): void {
  const { ctx, bbox } = plot;
  const edge = 3 * devicePixelRatio;
  ctx.save();
  for (const { from, to } of bands) {
    const left = Math.max(bbox.left, plot.valToPos(from / 1000, 'x', true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(to / 1000, 'x', true));
    if (right <= left) continue;
    const width = Math.max(right - left, 2);
    ctx.fillStyle = color('var(--error-soft)');
    ctx.fillRect(left, bbox.top, width, bbox.height);
    ctx.fillStyle = color('var(--error)');
    ctx.fillRect(left, bbox.top + bbox.height - edge, width, edge);
  }
  ctx.restore();
}

function markLines(
  plot: uPlot,
  marks: readonly ChartMark[],
  color: (name: string) => string,
): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
  for (const { atMs, color: name } of marks) {
    const x = Math.round(plot.valToPos(atMs / 1000, 'x', true)) + 0.5;
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.strokeStyle = color(name);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

function thresholdLine(
  plot: uPlot,
  threshold: number | undefined,
  color: (name: string) => string,
): void {
  if (threshold === undefined) return;
  const { ctx, bbox } = plot;
  const y = plot.valToPos(threshold, 'y', true);
  ctx.save();
  ctx.strokeStyle = color('var(--error)');
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}
