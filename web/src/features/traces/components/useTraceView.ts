import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { Trace } from '../../../api/types.ts';
import { type Collapsed, openLevels, toggle, toggleSubtree } from '../model/collapse.ts';
import { type CriticalPath, criticalPath } from '../model/critical-path.ts';
import { findSpans } from '../model/find.ts';
import { incomingLinks, type IncomingLink } from '../model/links.ts';
import { type PlacedLog, placeLogs, type TraceLogs } from '../model/logs.ts';
import { ancestors, type Row, visibleRows } from '../model/rows.ts';
import { findSkew, NO_SKEW, type Skew } from '../model/skew.ts';
import { stepTo } from '../model/step.ts';
import { buildTree, type TraceNode, type TraceTree } from '../model/tree.ts';
import { readingOrder } from '../model/walk.ts';
import { bounded, readZoom, writeZoom, type Zoom } from '../model/zoom.ts';
import type { TraceSearch } from '../trace-url.ts';

type Change = (next: Partial<TraceSearch>) => void;

/** Everything that the views of one trace show together, and what can be done to it. */
export interface TraceView {
  readonly trace: Trace;
  readonly tree: TraceTree;
  readonly skew: Skew;
  /** Whether the skew is taken out of the times. */
  readonly corrected: boolean;
  readonly order: readonly TraceNode[];
  readonly path: CriticalPath;
  readonly pathShown: boolean;
  readonly logs: TraceLogs;
  /** Links between spans of this trace, by the id of the span they lead to. */
  readonly incoming: ReadonlyMap<string, readonly IncomingLink[]>;
  readonly logRows: boolean;
  readonly rows: readonly Row[];
  readonly selectedKey: string | undefined;
  readonly selectedSpan: TraceNode | undefined;
  readonly selectedLog: PlacedLog | undefined;
  readonly text: string;
  /** Keys of the spans that were looked for; undefined while nothing is. */
  readonly found: readonly string[] | undefined;
  readonly errors: readonly string[];
  readonly zoom: Zoom | undefined;
  readonly select: (key: string | undefined) => void;
  readonly setText: (text: string) => void;
  readonly stepFound: (direction: 1 | -1) => void;
  readonly stepError: (direction: 1 | -1) => void;
  readonly toggle: (key: string) => void;
  readonly toggleSubtree: (key: string) => void;
  readonly openLevels: (levels: number) => void;
  readonly setZoom: (zoom: Zoom | undefined) => void;
  readonly togglePath: () => void;
  readonly toggleLogRows: () => void;
  readonly toggleClocks: () => void;
}

/** `search` is what the address says, and `change` changes it. */
export function useTraceView(trace: Trace, search: TraceSearch, change: Change): TraceView {
  const [collapsed, setCollapsed] = useState<Collapsed>(new Set());
  const [text, setText] = useState('');
  const looked = useDeferredValue(text);
  const skew = useMemo(() => findSkew(trace.spans), [trace]);
  const corrected = search.clocks !== 'raw';
  const used = corrected ? skew : NO_SKEW;
  const tree = useMemo(() => buildTree(trace.spans, used.shiftMsOf), [trace, used]);
  const order = useMemo(() => readingOrder(tree), [tree]);
  const placeOf = useMemo(() => new Map(order.map(({ key }, at) => [key, at])), [order]);
  const path = useMemo(() => criticalPath(tree), [tree]);
  const logs = useMemo(() => placeLogs(trace.logs, tree, used), [trace, tree, used]);
  const incoming = useMemo(() => incomingLinks(trace.traceId, tree), [trace, tree]);
  const errors = useMemo(
    () => order.filter(({ span }) => span.status === 'error').map(({ key }) => key),
    [order],
  );
  const found = useMemo(() => findSpans(order, looked), [order, looked]);
  const logRows = search.logs === 'rows';
  const rows = useMemo(
    () => visibleRows(tree, collapsed, logRows ? logs : undefined),
    [tree, collapsed, logRows, logs],
  );
  const zoom = useMemo(() => readZoom(search.zoom, tree.durationMs), [search.zoom, tree]);
  const selectedSpan = tree.byKey.get(search.span ?? '');
  const selectedLog = logs.byKey.get(search.span ?? '');
  const selectedKey = selectedSpan?.key ?? selectedLog?.key;
  const selectedPlace = selectedSpan?.key ?? selectedLog?.spanKey;

  // What was chosen from outside may be under a collapsed span: everything above it opens.
  useEffect(() => {
    if (selectedPlace === undefined) return;
    const above = new Set(ancestors(tree, selectedPlace));
    if (selectedLog) above.add(selectedPlace);
    setCollapsed((now) =>
      [...above].some((key) => now.has(key))
        ? new Set([...now].filter((key) => !above.has(key)))
        : now,
    );
  }, [tree, selectedPlace, selectedLog]);

  const select = (span: string | undefined): void => change({ span });
  const step = (keys: readonly string[] | undefined, direction: 1 | -1): void => {
    const key = stepTo(keys ?? [], placeOf, selectedPlace, direction);
    if (key !== undefined) select(key);
  };
  return {
    trace,
    tree,
    skew,
    corrected,
    order,
    path,
    pathShown: search.path !== 'hidden',
    logs,
    incoming,
    logRows,
    rows,
    selectedKey,
    selectedSpan,
    selectedLog,
    text,
    found,
    errors,
    zoom,
    select,
    setText,
    stepFound: (direction) => step(found, direction),
    stepError: (direction) => step(errors, direction),
    toggle: (key) => setCollapsed((now) => toggle(now, key)),
    toggleSubtree: (key) => {
      const node = tree.byKey.get(key);
      if (node) setCollapsed((now) => toggleSubtree(now, node));
    },
    openLevels: (levels) => setCollapsed(openLevels(tree, levels)),
    setZoom: (wanted) => {
      const next = wanted && bounded(wanted, tree.durationMs);
      change({ zoom: next && writeZoom(next) });
    },
    togglePath: () => change({ path: search.path === 'hidden' ? undefined : 'hidden' }),
    toggleLogRows: () => change({ logs: logRows ? undefined : 'rows' }),
    toggleClocks: () => change({ clocks: corrected ? 'raw' : undefined }),
  };
}
