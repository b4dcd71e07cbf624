import { IconAlertCircleFilled } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { TraceSummary } from '../../api/types.ts';
import { countOf, formatCount } from '../format/number.ts';
import marks from './marks.module.css';
import { ServiceName } from './ServiceName.tsx';
import table from './table.module.css';
import css from './trace-cells.module.css';

interface RootProps {
  trace: TraceSummary;
  /** More than its root span and that one's service. */
  title?: string;
  /** After the name. */
  children?: ReactNode;
}

/** What a trace began with; leads to it from anywhere in the row. */
export function TraceRoot({ trace, title, children }: RootProps) {
  return (
    <Link
      to="/traces/$traceId"
      params={{ traceId: trace.traceId }}
      data-row
      className={`${table['cover']} ${css['root']}`}
      title={title ?? `${trace.rootService} · ${trace.rootName}`}
    >
      <span className={css['service']}>
        <ServiceName service={trace.rootService} />
      </span>
      <span className={`cut ${css['name']}`}>{trace.rootName || '(no name)'}</span>
      {children}
    </Link>
  );
}

/** How many spans of a trace failed. */
export function SpanErrors({ count }: { count: number }) {
  if (count === 0) return <span className="faint">0</span>;
  return (
    <span className={marks['errors']} title={`${countOf(count, 'span')} with errors`}>
      <IconAlertCircleFilled size={13} aria-hidden="true" />
      {formatCount(count)}
    </span>
  );
}
