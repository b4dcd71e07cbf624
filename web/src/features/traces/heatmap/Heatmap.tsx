import { Button, SegmentedControl } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconChartGridDots, IconTable } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type CSSProperties, useMemo, useState } from 'react';
import { ApiError } from '../../../api/problem.ts';
import { untilAnswered } from '../../../api/recover.ts';
import chart from '../../../shared/chart/chart.module.css';
import { formatCount } from '../../../shared/format/number.ts';
import { nanoToMs } from '../../../shared/format/time.ts';
import { useTimeRange } from '../../../shared/time/useTimeRange.ts';
import type { SelectionSearch } from '../compare/selection.ts';
import { countedSpans, type TracesSearch } from '../url.ts';
import type { Grid } from './geometry.ts';
import css from './heatmap.module.css';
import { HeatmapPlot } from './HeatmapPlot.tsx';
import { HeatmapTable } from './HeatmapTable.tsx';
import { type Counted, mostOf } from './paint.ts';
import { heatmapQuery } from '../api/heatmap.ts';

interface Props {
  search: TracesSearch;
  /** Whether the query can be asked at all. */
  enabled: boolean;
  change: (part: TracesSearch) => void;
  select: (selection: SelectionSearch | undefined) => void;
  compare: () => void;
}

const HEIGHT_PX = 168;
/** Left and right of the cells: the axis, and room for half a label. */
const BESIDE_PX = 72;
const CELL_PX = 8;
/** Columns come in steps, so that a page that grows a little does not ask anew. */
const COLUMN_STEP = 20;
const ROWS = 30;

/** How long the matching spans took, over time: where it is slow, since when, and how often. */
export function Heatmap({ search, enabled, change, select, compare }: Props) {
  const spans = countedSpans(search);
  const { range, refreshMs } = useTimeRange();
  const { ref, width: outer } = useElementSize();
  const [counted, setCounted] = useState<Counted>('spans');
  const [asTable, setAsTable] = useState(false);
  const width = Math.max(0, outer - BESIDE_PX);
  const columns = Math.min(
    240,
    Math.max(1, Math.floor(width / CELL_PX / COLUMN_STEP)) * COLUMN_STEP,
  );
  const query = useQuery({
    ...heatmapQuery(range, search, columns, ROWS),
    enabled: enabled && width > 0,
    placeholderData: keepPreviousData,
    refetchInterval: untilAnswered(refreshMs),
  });
  const { data } = query;
  const grid = useMemo(
    (): Grid | undefined =>
      data && {
        fromMs: nanoToMs(data.fromUnixNano),
        stepMs: data.stepMs,
        columns: data.columns,
        boundsMs: data.boundsMs,
      },
    [data],
  );
  const Toggle = asTable ? IconChartGridDots : IconTable;
  const empty = grid !== undefined && grid.boundsMs.length < 2;
  return (
    <figure className={css['heatmap']} aria-label="Latency over time">
      <figcaption className={css['caption']}>
        <SegmentedControl
          size="xs"
          aria-label="Which spans are counted"
          data={[
            { value: 'entry', label: 'Requests' },
            { value: 'all', label: 'All spans' },
          ]}
          value={spans}
          onChange={(value) => change({ spans: value === 'all' ? 'all' : 'entry' })}
        />
        <SegmentedControl
          size="xs"
          aria-label="What the colour says"
          data={[
            { value: 'spans', label: 'Count' },
            { value: 'errors', label: 'Errors' },
          ]}
          value={counted}
          onChange={(value) => setCounted(value === 'errors' ? 'errors' : 'spans')}
        />
        {data && !empty && <Legend counted={counted} most={mostOf(data.cells, counted)} />}
        <span className={css['grow']} />
        {data && (
          <span aria-live="polite">
            {formatCount(data.spans)} {spans === 'all' ? 'spans' : 'requests'},{' '}
            {formatCount(data.errors)} with errors
          </span>
        )}
        <Button size="compact-xs" variant="default" onClick={compare}>
          What differs?
        </Button>
        <button
          type="button"
          className={chart['toggle']}
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          <Toggle size={13} aria-hidden="true" />
          {asTable ? 'Heatmap' : 'Table'}
        </button>
      </figcaption>
      <div
        ref={ref}
        className={`${css['area']} ${query.isPlaceholderData ? css['stale'] : ''}`}
        style={{ height: HEIGHT_PX + 28 }}
        data-table={asTable ? '' : undefined}
      >
        {data && grid && !empty && !asTable && (
          <HeatmapPlot
            grid={grid}
            cells={data.cells}
            counted={counted}
            size={{ width, height: HEIGHT_PX }}
            selection={search}
            select={select}
          />
        )}
        {data && grid && !empty && asTable && <HeatmapTable grid={grid} cells={data.cells} />}
        {empty && <div className={css['message']}>No spans to draw in this time range.</div>}
        {data === undefined && query.isError && (
          <div className={css['message']} role="status">
            {/* The list below says the same of the same query, and how to mend it. */}
            The heatmap could not be drawn
            {query.error instanceof ApiError ? `: ${query.error.title}` : ''}.
            <Button size="compact-xs" variant="default" onClick={() => void query.refetch()}>
              Try again
            </Button>
          </div>
        )}
      </div>
    </figure>
  );
}

function Legend({ counted, most }: { counted: Counted; most: number }) {
  const ramp = { '--ramp': counted === 'errors' ? 'var(--error)' : 'var(--accent)' };
  return (
    <>
      <span className={css['legend']}>
        1
        <span className={css['ramp']} style={ramp as CSSProperties} aria-hidden="true" />
        {formatCount(most)}
      </span>
      {counted === 'spans' && (
        <span className={css['legend']}>
          <span className={css['withErrors']} aria-hidden="true" />
          share with errors
        </span>
      )}
    </>
  );
}
