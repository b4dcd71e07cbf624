import { IconTimeline } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import css from './log-link.module.css';

interface Props {
  traceId: string;
  /** Null: the trace as a whole. */
  spanId: string | null;
}

/** From a record to the span that logged it. */
export function LogTrace({ traceId, spanId }: Props) {
  return (
    <Link
      to="/traces/$traceId"
      params={{ traceId }}
      search={{ span: spanId ?? undefined }}
      className={css['link']}
      title={`Trace ${traceId}`}
    >
      <IconTimeline size={13} aria-hidden="true" />
      Trace
    </Link>
  );
}
