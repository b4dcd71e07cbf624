import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import type { LogRecord } from '../../api/types.ts';
import { logKeys } from '../log-keys.ts';
import { clockWidth } from './clock-width.ts';
import css from './log-table.module.css';
import { LogRow, type SpanLinkTarget } from './LogRow.tsx';

const ROW_PX = 27;

interface Props {
  logs: readonly LogRecord[];
  /** Where the span of a record leads; without it, to the trace page. */
  toSpan?: SpanLinkTarget;
  /** Whether records link to their correlation page; not on that page itself. */
  toCorrelation?: boolean;
  /** After the last row. */
  footer?: ReactNode;
}

/** Log records in dense rows, of which only those in sight exist; each opens in place. */
export function LogTable({ logs, toSpan, toCorrelation = true, footer }: Props) {
  const scroll = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const virtual = useVirtualizer({
    count: logs.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const toggle = (key: string): void =>
    setOpen((now) => {
      const next = new Set(now);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  const keys = useMemo(() => logKeys(logs), [logs]);
  const items = virtual.getVirtualItems();
  const time = useMemo(() => clockWidth(logs.map(({ timeUnixNano }) => timeUnixNano)), [logs]);
  return (
    <div
      className={css['scroll']}
      style={{ '--time': `${time}px` } as CSSProperties}
      ref={scroll}
      tabIndex={-1}
    >
      <div role="table" aria-label="Log records" aria-rowcount={logs.length + 1}>
        <div role="rowgroup" className={css['head']}>
          <div role="row" aria-rowindex={1} className={css['line']}>
            <span role="columnheader">
              <span className="sr-only">Open</span>
            </span>
            <span role="columnheader">Time</span>
            <span role="columnheader">Severity</span>
            <span role="columnheader">Service</span>
            <span role="columnheader">Body</span>
            <span role="columnheader">
              <span className="sr-only">Links</span>
            </span>
          </div>
        </div>
        <div role="rowgroup" className={css['rows']} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const log = logs[item.index]!;
            const key = keys[item.index] as string;
            return (
              <div
                key={key}
                ref={virtual.measureElement}
                data-index={item.index}
                role="presentation"
                className={css['item']}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <LogRow
                  log={log}
                  index={item.index}
                  open={open.has(key)}
                  toggle={() => toggle(key)}
                  toSpan={toSpan}
                  toCorrelation={toCorrelation}
                />
              </div>
            );
          })}
        </div>
      </div>
      {footer}
    </div>
  );
}
