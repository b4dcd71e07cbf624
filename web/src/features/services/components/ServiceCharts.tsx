import { SegmentedControl } from '@mantine/core';
import { IconZoomOut } from '@tabler/icons-react';
import { useMemo } from 'react';
import { formatLimit, formatPerSecond } from '../../../shared/alarms/measures.ts';
import type { ChartBand } from '../../../shared/chart/align.ts';
import { TimeChart } from '../../../shared/chart/TimeChart.tsx';
import { formatDuration } from '../../../shared/format/duration.ts';
import { formatPercent } from '../../../shared/format/number.ts';
import { useTimeRange } from '../../../shared/time/useTimeRange.ts';
import button from '../../../shared/ui/button-link.module.css';
import type { SeriesReply } from '../api/queries.ts';
import { type AskedWindow, chartsOf, MOST_LINES, type Window } from '../model/charts.ts';
import type { Happening } from '../model/happenings.ts';
import { zoomedIn, zoomedOut } from '../model/zoom.ts';
import { QUANTILES, type Quantile, SPLITS, type Split } from '../url.ts';
import css from './charts.module.css';
import { colorOf, HappeningsLane } from './HappeningsLane.tsx';
import part from './part.module.css';

const SPLIT_WORDS: Record<Split, string> = {
  version: 'Version',
  instance: 'Instance',
  environment: 'Environment',
  operation: 'Operation',
  none: 'None',
};

export function SplitChoice({ by, change }: { by: Split; change: (by: Split) => void }) {
  return (
    <span className={css['choice']}>
      <span className="muted">by</span>
      <SegmentedControl
        size="xs"
        aria-label="Lines by"
        data={SPLITS.map((value) => ({ value, label: SPLIT_WORDS[value] }))}
        value={by}
        onChange={(value) => change(value as Split)}
      />
    </span>
  );
}

export function ZoomOut({ window }: { window: Window }) {
  const { setRange } = useTimeRange();
  return (
    <button
      type="button"
      className={button['link']}
      onClick={() => setRange(zoomedOut(window, Date.now()))}
    >
      <IconZoomOut size={14} aria-hidden="true" />
      Zoom out
    </button>
  );
}

interface Props {
  service: string;
  reply: SeriesReply;
  by: Split;
  quantile: Quantile;
  setQuantile: (quantile: Quantile) => void;
  window: AskedWindow;
  happenings: readonly Happening[];
  firing: readonly ChartBand[];
}

const SYNC = 'service';
export const CHART_HEIGHT = 132;

/** Rate, errors and latency over one axis of time, with what happened meanwhile. */
export function ServiceCharts(props: Props) {
  const { service, reply, by, quantile, window, happenings, firing } = props;
  const { setRange } = useTimeRange();
  const charts = useMemo(
    () => chartsOf(reply, by, quantile, window),
    [reply, by, quantile, window],
  );
  const marks = useMemo(
    () => happenings.map((each) => ({ atMs: each.atMs, color: colorOf(each) })),
    [happenings],
  );
  const shared = {
    range: window,
    marks,
    bands: firing,
    height: CHART_HEIGHT,
    sync: SYNC,
    zoom: (from: number, to: number) => setRange(zoomedIn({ from, to })),
    empty: 'No requests in this time',
  };
  const hidden = reply.series.length - MOST_LINES;
  return (
    <div className={css['charts']}>
      <HappeningsLane happenings={happenings} window={window} service={service} />
      <h3>Requests</h3>
      <TimeChart
        label={`Requests of ${service}`}
        series={charts.rate}
        format={formatPerSecond}
        {...shared}
      />
      <h3>Errors</h3>
      <TimeChart
        label={`Errors of ${service}`}
        series={charts.errors}
        format={formatPercent}
        axisFormat={errorLimit}
        {...shared}
      />
      <h3>
        Latency
        {!charts.allQuantiles && (
          <SegmentedControl
            size="xs"
            aria-label="Quantile"
            data={[...QUANTILES]}
            value={quantile}
            onChange={(value) => props.setQuantile(value as Quantile)}
          />
        )}
      </h3>
      <TimeChart
        label={`Latency of ${service}`}
        series={charts.latency}
        format={formatDuration}
        axisFormat={latencyLimit}
        {...shared}
      />
      {(hidden > 0 || reply.truncated) && (
        <p className={part['note']}>
          The {MOST_LINES} with the most requests are shown
          {reply.truncated ? '; there are more than 20.' : `, of ${reply.series.length}.`}
        </p>
      )}
    </div>
  );
}

const errorLimit = (value: number): string => formatLimit('error_rate', value);
const latencyLimit = (value: number): string => formatLimit('latency_p95', value);
