import { useQuery } from '@tanstack/react-query';
import { controlStatusQuery } from '../api/control-loop.ts';
import { countOf } from '../shared/format/number.ts';
import css from './shell.module.css';

/** Enough to see that it is many. */
const MOST = 99;

/** How many alarms fire, on the way to them; nothing while none does. */
export function FiringCount() {
  const { data } = useQuery(controlStatusQuery);
  const firing = data?.counts.firing ?? 0;
  return <Count count={firing} words={`${countOf(firing, 'alarm')} firing`} />;
}

/** How many actions wait for a person. */
export function WaitingCount() {
  const { data } = useQuery(controlStatusQuery);
  const waiting = data?.counts.waitingApprovals ?? 0;
  return <Count count={waiting} words={`${countOf(waiting, 'action')} waiting for approval`} />;
}

function Count({ count, words }: { count: number; words: string }) {
  if (count === 0) return undefined;
  return (
    <span className={css['badge']} title={words}>
      <span aria-hidden="true">{count > MOST ? `${MOST}+` : count}</span>
      <span className="sr-only">, {words}</span>
    </span>
  );
}
