import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { SpanRow } from '../model/rows.ts';
import css from '../waterfall.module.css';
import { LogLine } from './LogLine.tsx';
import { Minimap } from './Minimap.tsx';
import { ServiceShares } from './ServiceShares.tsx';
import { TimeAxis, TimeLines } from './TimeAxis.tsx';
import type { TraceView } from './useTraceView.ts';
import { WaterfallRow } from './WaterfallRow.tsx';

const ROW_PX = 26;
const NONE: readonly never[] = [];

/** The spans as rows under a time axis; only the rows in sight exist. */
export function Waterfall({ view }: { view: TraceView }) {
  const scroll = useRef<HTMLDivElement>(null);
  const { tree, rows, zoom, selectedKey, path, logs } = view;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  });
  const placeOf = useMemo(() => new Map(rows.map(({ key }, at) => [key, at])), [rows]);
  const selectedIndex = selectedKey === undefined ? -1 : (placeOf.get(selectedKey) ?? -1);
  useEffect(() => {
    if (selectedIndex >= 0) virtual.scrollToIndex(selectedIndex, { align: 'auto' });
  }, [selectedIndex, virtual]);

  const nodes = useMemo(
    () => rows.filter((row): row is SpanRow => row.kind === 'span').map(({ node }) => node),
    [rows],
  );
  const foundSet = useMemo(() => view.found && new Set(view.found), [view.found]);
  const inSight = useMemo(
    () => zoom ?? { fromMs: 0, toMs: tree.durationMs },
    [zoom, tree.durationMs],
  );
  // The rows keep the functions that they were given first; these always do what is meant now.
  const latest = useRef(view);
  useEffect(() => {
    latest.current = view;
  });
  const select = useCallback((key: string) => latest.current.select(key), []);
  const toggle = useCallback(
    (key: string, all: boolean) =>
      all ? latest.current.toggleSubtree(key) : latest.current.toggle(key),
    [],
  );
  const items = virtual.getVirtualItems();
  const { startIndex = 0, endIndex = 0 } = virtual.range ?? {};
  return (
    <div className={css['waterfall']}>
      <div className={css['head']}>
        <ServiceShares view={view} />
        <div className={css['times']}>
          <Minimap
            nodes={nodes}
            durationMs={tree.durationMs}
            zoom={zoom}
            setZoom={view.setZoom}
            rowsInSight={{ from: startIndex / rows.length, to: (endIndex + 1) / rows.length }}
            goTo={(share) =>
              virtual.scrollToIndex(Math.floor(share * rows.length), { align: 'center' })
            }
          />
          <TimeAxis inSight={inSight} />
        </div>
      </div>
      <div className={css['scroll']} ref={scroll}>
        <div
          role="treegrid"
          aria-label="Spans"
          aria-rowcount={rows.length}
          tabIndex={0}
          aria-activedescendant={selectedIndex >= 0 ? `row-${selectedIndex}` : undefined}
          className={css['rows']}
          style={{ height: virtual.getTotalSize() }}
        >
          <div className={css['lines']}>
            <TimeLines inSight={inSight} />
          </div>
          <div
            role="presentation"
            className={css['inSight']}
            style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}
          >
            {items.map(({ index }) => {
              const row = rows[index]!;
              const shared = { index, inSight, selected: index === selectedIndex, select };
              return row.kind === 'log' ? (
                <LogLine key={row.key} row={row} {...shared} />
              ) : (
                <WaterfallRow
                  key={row.key}
                  row={row}
                  {...shared}
                  logs={logs.ofSpan.get(row.key) ?? NONE}
                  critical={(view.pathShown ? path.ofSpan.get(row.key) : undefined) ?? NONE}
                  dimmed={foundSet !== undefined && !foundSet.has(row.key)}
                  toggle={toggle}
                />
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}
