import { IconCircleCheck } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { formatDuration } from '../../../shared/format/duration.ts';
import { ServiceName } from '../../../shared/ui/ServiceName.tsx';
import states from '../../../shared/ui/states.module.css';
import css from '../lists.module.css';
import { errorMessage, failedSpans } from '../model/errors.ts';
import type { TraceView } from './useTraceView.ts';

const ROW_PX = 28;

/** The spans that have failed: where an error began first. */
export function ErrorsTable({ view, open }: { view: TraceView; open: (key: string) => void }) {
  const scroll = useRef<HTMLDivElement>(null);
  const failed = useMemo(() => failedSpans(view.order), [view.order]);
  const virtual = useVirtualizer({
    count: failed.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  if (failed.length === 0) {
    return (
      <section className={states['state']}>
        <IconCircleCheck className={states['icon']} size={30} stroke={1.5} aria-hidden="true" />
        <h2>No span of this trace has failed</h2>
        <p className="muted">A span has failed when its sender gave it the status error.</p>
      </section>
    );
  }
  return (
    <div className={css['scroll']} ref={scroll} tabIndex={-1}>
      <div role="table" aria-label="Failed spans" aria-rowcount={failed.length + 1}>
        <div role="rowgroup" className={css['sticky']}>
          <div role="row" className={`${css['line']} ${css['columns']}`}>
            <span role="columnheader">Error</span>
            <span role="columnheader">Service</span>
            <span role="columnheader">Span</span>
            <span role="columnheader">Message</span>
            <span role="columnheader" className={css['number']}>
              Starts after
            </span>
            <span role="columnheader" className={css['number']}>
              Duration
            </span>
          </div>
        </div>
        <div role="rowgroup" className={css['rows']} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const { node, began } = failed[index]!;
            const { span } = node;
            const message = errorMessage(node);
            return (
              <div
                key={node.key}
                role="row"
                aria-rowindex={index + 2}
                className={`${css['line']} ${css['item']} ${css['opens']}`}
                style={{ transform: `translateY(${start}px)` }}
                onClick={() => open(node.key)}
              >
                <span role="cell">
                  {began ? (
                    <span className={css['began']}>began here</span>
                  ) : (
                    <span className="faint">passed on</span>
                  )}
                </span>
                <span role="cell" className={css['cell']}>
                  <ServiceName service={span.service} />
                </span>
                <span role="cell" className={css['cell']}>
                  <button type="button" className={css['open']} onClick={() => open(node.key)}>
                    {span.name || '(no name)'}
                  </button>
                </span>
                <span role="cell" className="cut" title={message}>
                  {message || <span className="faint">(no message)</span>}
                </span>
                <span role="cell" className={css['number']}>
                  {formatDuration(node.offsetMs)}
                </span>
                <span role="cell" className={css['number']}>
                  {formatDuration(span.durationMs)}
                </span>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
