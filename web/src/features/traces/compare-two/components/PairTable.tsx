import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import css from '../compare.module.css';
import type { Pair } from '../model/pair.ts';
import { PairRow } from './PairRow.tsx';

const ROW_PX = 28;

/** The pairs as a tree; only the rows in sight exist. */
export function PairTable(props: { pairs: readonly Pair[]; a: string; b: string }) {
  const { pairs } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: pairs.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const longestMs = useMemo(
    () => pairs.reduce((most, { a, b }) => Math.max(most, a.totalMs, b.totalMs), 0),
    [pairs],
  );
  return (
    <div className={css['scroll']} ref={scroll} tabIndex={-1}>
      <div role="table" aria-label="Operations of both traces" aria-rowcount={pairs.length + 1}>
        <div role="rowgroup" className={css['sticky']}>
          <div role="row" className={`${css['line']} ${css['columns']}`}>
            <span role="columnheader">Operation</span>
            <span role="columnheader">Change</span>
            <span role="columnheader" className={css['number']}>
              Spans A → B
            </span>
            <span role="columnheader" className={css['number']}>
              Errors A → B
            </span>
            <span role="columnheader" className={css['number']}>
              Total A
            </span>
            <span role="columnheader" className={css['number']}>
              Total B
            </span>
            <span role="columnheader" className={css['number']}>
              Difference
            </span>
            <span
              role="columnheader"
              className={css['number']}
              title="The difference of the time in which no child ran: where the time went"
            >
              Of its own
            </span>
            <span role="columnheader">A above B</span>
          </div>
        </div>
        <div role="rowgroup" className={css['rows']} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => (
            <PairRow
              key={index}
              pair={pairs[index]!}
              index={index}
              top={start}
              longestMs={longestMs}
              a={props.a}
              b={props.b}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
