import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconChartLine, IconTable } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import {
  alignSeries,
  lastValue,
  type ChartBand,
  type ChartMark,
  type ChartSeries,
} from './align.ts';
import { cutMiddle } from '../format/text.ts';
import { ChartTable } from './ChartTable.tsx';
import { useHeld } from '../useHeld.ts';
import { drawPlot } from './plot.ts';
import css from './chart.module.css';

interface Props {
  /** What is measured: `p95 latency of service:payment`. */
  label: string;
  series: readonly ChartSeries[];
  /** Epoch milliseconds. */
  range: { readonly from: number; readonly to: number };
  format: (value: number) => string;
  /** Of the axis, where the digits of a measurement would only be in the way. */
  axisFormat?: (value: number) => string;
  /** The steps of the axis are powers of two, as is fit for bytes. */
  binary?: boolean;
  threshold?: { readonly value: number; readonly words: string } | undefined;
  /** Shaded times, and the word for them in the key: `firing`. */
  bands?: readonly ChartBand[];
  bandWord?: string;
  /** Moments with a line; what they are is said elsewhere on the page. */
  marks?: readonly ChartMark[];
  /** Charts with the same word here move their cursors together. */
  sync?: string;
  /** Makes the chart one to draw over: called with the times, in epoch milliseconds. */
  zoom?: (from: number, to: number) => void;
  height?: number;
  /** In place of the lines when there are none. */
  empty?: ReactNode;
}

const NO_BANDS: readonly ChartBand[] = [];
const NO_MARKS: readonly ChartMark[] = [];
const MOST_NAMED = 8;
const LONGEST_NAME = 36;

/** Lines over time with a threshold and shaded times; the same numbers as a table on request. */
export function TimeChart(given: Props) {
  // What comes while somebody draws over the chart would take it away from under the pointer.
  const [dragging, setDragging] = useState(false);
  const props = useHeld(given, dragging);
  const { label, series, range, format, threshold, bands = NO_BANDS, height = 200 } = props;
  const { binary = false, marks = NO_MARKS, sync } = props;
  const [asTable, setAsTable] = useState(false);
  const [hovered, setHovered] = useState<number>();
  const aligned = useMemo(() => alignSeries(series), [series]);
  const { ref: sized, width } = useElementSize();
  const host = useRef<HTMLDivElement>(null);
  // A chart that is drawn anew, as at every refresh, keeps the pointer where it was.
  const pointer = useRef({ left: -1, top: -1 });
  const scheme = useComputedColorScheme('light');
  const axis = props.axisFormat ?? format;
  const { from, to } = range;
  const limit = threshold?.value;
  // Another function is no reason to draw anew.
  const zoom = useRef(props.zoom);
  useEffect(() => {
    zoom.current = props.zoom;
  });
  const zoomable = props.zoom !== undefined;

  useEffect(() => {
    const element = host.current;
    if (element === null || asTable || width === 0) return;
    const plot = drawPlot(
      element,
      { width, height },
      {
        series,
        aligned,
        range: { from, to },
        threshold: limit,
        bands,
        marks,
        format: axis,
        binary,
        hover: setHovered,
        sync,
        zoom: zoomable ? (from, to) => zoom.current?.(from, to) : undefined,
        drag: setDragging,
      },
    );
    if (pointer.current.left >= 0) plot.setCursor(pointer.current);
    return () => {
      const { left = -1, top = -1 } = plot.cursor;
      pointer.current = { left, top };
      plot.destroy();
      setDragging(false);
      element.replaceChildren();
    };
  }, [
    series,
    aligned,
    from,
    to,
    limit,
    bands,
    marks,
    axis,
    binary,
    sync,
    zoomable,
    width,
    height,
    asTable,
    scheme,
  ]);

  const Toggle = asTable ? IconChartLine : IconTable;
  const at = hovered !== undefined && hovered < aligned.times.length ? hovered : undefined;
  return (
    <figure className={css['chart']} aria-label={label}>
      <figcaption className={css['caption']}>
        <ul className={css['key']}>
          {series.slice(0, MOST_NAMED).map(({ name, color }, index) => {
            const line = aligned.values[index] ?? [];
            const value = at === undefined ? lastValue(line) : line[at];
            return (
              <li key={name}>
                <span className={css['line']} style={{ background: color }} aria-hidden="true" />
                <span className="cut" title={name}>
                  {cutMiddle(name, LONGEST_NAME)}
                </span>
                <span className={css['value']}>
                  {value === null || value === undefined ? '–' : format(value)}
                </span>
              </li>
            );
          })}
          {series.length > MOST_NAMED && (
            <li className="faint">and {series.length - MOST_NAMED} more in the table</li>
          )}
          {threshold && (
            <li>
              <span className={css['dashed']} aria-hidden="true" />
              {threshold.words}
            </li>
          )}
          {bands.length > 0 && (
            <li>
              <span className={css['band']} aria-hidden="true" />
              {props.bandWord ?? 'firing'}
            </li>
          )}
        </ul>
        <span className={css['at']}>
          {at === undefined ? '' : new Date(aligned.times[at]!).toLocaleTimeString('en-GB')}
        </span>
        <button
          type="button"
          className={css['toggle']}
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          <Toggle size={13} aria-hidden="true" />
          {asTable ? 'Chart' : 'Table'}
        </button>
      </figcaption>
      <div ref={sized} className={css['area']} style={{ height }}>
        {asTable ? (
          <ChartTable label={label} series={series} aligned={aligned} format={format} />
        ) : (
          <>
            <div ref={host} aria-hidden="true" />
            {aligned.times.length === 0 && <div className={css['empty']}>{props.empty}</div>}
          </>
        )}
      </div>
    </figure>
  );
}
