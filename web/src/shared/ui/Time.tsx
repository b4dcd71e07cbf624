import {
  formatAbsolute,
  formatClock,
  formatRelative,
  nanoToMs,
  type UnixNano,
} from '../format/time.ts';
import { useNow } from '../time/useNow.ts';

/** How long ago; the exact time on hover. */
export function RelativeTime({ nano }: { nano: UnixNano }) {
  const now = useNow();
  return (
    <time dateTime={iso(nano)} title={formatAbsolute(nano)}>
      {formatRelative(nano, now)}
    </time>
  );
}

/** The time of day; date, nanoseconds and age on hover. */
export function ClockTime({ nano }: { nano: UnixNano }) {
  const now = Date.now();
  return (
    <time dateTime={iso(nano)} title={`${formatAbsolute(nano)} (${formatRelative(nano, now)})`}>
      {formatClock(nano, now)}
    </time>
  );
}

function iso(nano: UnixNano): string {
  const date = new Date(nanoToMs(nano));
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
