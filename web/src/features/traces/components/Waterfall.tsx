import { ActionIcon, TextInput, Tooltip } from '@mantine/core';
import { IconFoldDown, IconFoldUp, IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { LogRecord } from '../../../api/types.ts';
import { formatDuration } from '../../../shared/format/duration.ts';
import { formatCount } from '../../../shared/format/number.ts';
import { axisTicks } from '../../../shared/axis.ts';
import { findSpans } from '../model/find.ts';
import { ancestors, visibleRows } from '../model/rows.ts';
import type { TraceTree } from '../model/tree.ts';
import css from '../waterfall.module.css';
import { useWaterfallKeys } from './useWaterfallKeys.ts';
import { WaterfallRow } from './WaterfallRow.tsx';

const ROW_PX = 26;

interface Props {
  tree: TraceTree;
  logsOfSpan: ReadonlyMap<string, readonly LogRecord[]>;
  selectedKey: string | undefined;
  select: (key: string | undefined) => void;
}

export function Waterfall({ tree, logsOfSpan, selectedKey, select }: Props) {
  const scroll = useRef<HTMLDivElement>(null);
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [text, setText] = useState('');
  const rows = useMemo(() => visibleRows(tree, collapsed), [tree, collapsed]);
  const found = useMemo(() => findSpans(tree, text), [tree, text]);
  const indexOf = useMemo(() => new Map(rows.map(({ node }, at) => [node.key, at])), [rows]);
  const selectedIndex = selectedKey === undefined ? -1 : (indexOf.get(selectedKey) ?? -1);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  });

  // A span that was chosen from outside may be under a collapsed one: everything above it opens.
  useEffect(() => {
    if (selectedKey === undefined) return;
    const above = ancestors(tree, selectedKey);
    setCollapsed((now) =>
      above.some((key) => now.has(key))
        ? new Set([...now].filter((key) => !above.includes(key)))
        : now,
    );
  }, [tree, selectedKey]);
  useEffect(() => {
    if (selectedIndex >= 0) virtual.scrollToIndex(selectedIndex, { align: 'auto' });
  }, [selectedIndex, virtual]);

  const toggle = (key: string): void =>
    setCollapsed((now) => {
      const next = new Set(now);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  const collapseAll = (): void => {
    const parents = [...tree.byKey.values()].filter(({ children }) => children.length > 0);
    setCollapsed(new Set(parents.map(({ key }) => key)));
  };
  useWaterfallKeys({ tree, rows, selectedIndex, select, toggle });

  const nextFound = (): void => {
    if (!found || found.length === 0) return;
    const at = selectedKey === undefined ? -1 : found.indexOf(selectedKey);
    select(found[(at + 1) % found.length]);
  };
  const ticks = axisTicks(tree.durationMs, 5);
  const foundSet = useMemo(() => found && new Set(found), [found]);
  return (
    <div className={css['waterfall']}>
      <div className={css['head']}>
        <div className={css['tools']}>
          <TextInput
            size="xs"
            className={css['find']}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => event.code === 'Enter' && nextFound()}
            placeholder="Find a span"
            aria-label="Find a span"
            data-search="page"
            leftSection={<IconSearch size={13} />}
            rightSection={
              found && <span className={css['found']}>{formatCount(found.length)}</span>
            }
            rightSectionWidth={48}
          />
          <Tooltip label="Open all">
            <ActionIcon
              size={22}
              variant="subtle"
              color="gray"
              aria-label="Open all spans"
              onClick={() => setCollapsed(new Set())}
            >
              <IconFoldDown size={15} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Close all">
            <ActionIcon
              size={22}
              variant="subtle"
              color="gray"
              aria-label="Close all spans"
              onClick={collapseAll}
            >
              <IconFoldUp size={15} />
            </ActionIcon>
          </Tooltip>
        </div>
        <div className={css['axis']} aria-hidden="true">
          {ticks.map((tick) => (
            <span
              key={tick}
              className={css['tick']}
              style={{ left: `${tickPlace(tick, tree.durationMs)}%` }}
            >
              {formatDuration(tick)}
            </span>
          ))}
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
          <div className={css['lines']} aria-hidden="true">
            {ticks.map((tick) => (
              <span key={tick} style={{ left: `${tickPlace(tick, tree.durationMs)}%` }} />
            ))}
          </div>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]!;
            return (
              <WaterfallRow
                key={row.node.key}
                row={row}
                index={item.index}
                top={item.start}
                durationMs={tree.durationMs}
                logs={logsOfSpan.get(row.node.span.spanId)?.length ?? 0}
                selected={item.index === selectedIndex}
                dimmed={foundSet !== undefined && !foundSet.has(row.node.key)}
                select={select}
                toggle={toggle}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

const tickPlace = (tick: number, durationMs: number): number =>
  durationMs > 0 ? (tick / durationMs) * 100 : 0;
