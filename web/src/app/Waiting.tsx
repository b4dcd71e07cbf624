import { IconHourglass } from '@tabler/icons-react';
import { type Query, useIsFetching, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import css from './waiting.module.css';

const LOOK_EVERY_MS = 1_000;
/** Placeholders say for so long that something comes. */
const LONG_SECONDS = 4;

/** Something of the page was never answered: neither data nor an error is shown. */
const unanswered = (query: Query): boolean => query.state.status === 'pending' && query.isActive();

/** Says so when an answer takes long, and for how long it has been taking. */
export function Waiting() {
  const seconds = useWaitedSeconds();
  if (seconds < LONG_SECONDS) return undefined;
  return (
    <div className={css['waiting']} role="status">
      <IconHourglass size={14} aria-hidden="true" />
      <span>The store has not answered yet, and is waited for.</span>
      <span className={css['seconds']} aria-hidden="true">
        {seconds} s
      </span>
    </div>
  );
}

/** Whole seconds since the question was asked that waits longest; 0 when none does. */
function useWaitedSeconds(): number {
  const client = useQueryClient();
  const waits = useIsFetching({ predicate: unanswered }) > 0;
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (!waits) return;
    let since = new Map<string, number>();
    const look = (): void => {
      const now = performance.now();
      const asked = client
        .getQueryCache()
        .findAll({ fetchStatus: 'fetching', predicate: unanswered });
      since = new Map(asked.map(({ queryHash }) => [queryHash, since.get(queryHash) ?? now]));
      const first = Math.min(now, ...since.values());
      setSeconds(Math.floor((now - first) / 1_000));
    };
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
      setSeconds(0);
    };
  }, [client, waits]);
  return seconds;
}
