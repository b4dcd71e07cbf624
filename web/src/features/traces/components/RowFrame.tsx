import type { CSSProperties, ReactNode } from 'react';
import { guidePath } from '../model/guides.ts';
import type { Row } from '../model/rows.ts';
import css from '../waterfall.module.css';

interface Props {
  row: Row;
  index: number;
  color: string | undefined;
  selected: boolean;
  dimmed?: boolean;
  expanded?: boolean | undefined;
  select: (key: string) => void;
  name: ReactNode;
  time: ReactNode;
}

/** What a span's row and a log record's have in common: their place, and the lines of the tree. */
export function RowFrame({ row, index, selected, dimmed = false, ...props }: Props) {
  return (
    <div
      id={`row-${index}`}
      role="row"
      aria-level={row.depth + 1}
      aria-rowindex={index + 1}
      aria-selected={selected}
      aria-expanded={props.expanded}
      className={`${css['row']} ${selected ? css['selected'] : ''} ${dimmed ? css['dimmed'] : ''}`}
      style={{ '--color': props.color } as CSSProperties}
      onClick={() => props.select(row.key)}
    >
      <div role="gridcell" className={css['name']}>
        <Guides lines={row.lines} />
        {props.name}
      </div>
      <div role="gridcell" className={css['time']}>
        {props.time}
      </div>
    </div>
  );
}

function Guides({ lines }: { lines: readonly boolean[] }) {
  if (lines.length === 0) return undefined;
  return (
    <svg
      className={css['guides']}
      style={{ '--levels': lines.length } as CSSProperties}
      viewBox={`0 0 ${lines.length} 2`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={guidePath(lines)} />
    </svg>
  );
}
