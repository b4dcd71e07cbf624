import { countOf } from '../../../shared/format/number.ts';
import { countStatuses, type Status } from '../../../shared/instances/registry.ts';
import { StatusMark } from '../../../shared/instances/StatusMark.tsx';
import type { Instance } from '../api/queries.ts';
import css from '../instances.module.css';

interface Props {
  /** How many there are, with those that left; how many match. */
  all: number;
  shown: number;
  /** Those that have not left. */
  here: readonly Instance[];
  status: Status | undefined;
  /** Whether a control loop is at work. */
  fresh: boolean;
  showLeft: () => void;
}

/** How the instances are, in one line; those that left are one click away. */
export function InstancesSummary({ all, shown, here, status, fresh, showLeft }: Props) {
  const left = all - here.length;
  const last = !fresh && <span>as the control loop last knew them</span>;
  if (status === 'left') {
    return (
      <span className={css['summary']}>
        {countOf(shown, 'instance')}
        <span>said goodbye, or another process has the name now</span>
        {last}
      </span>
    );
  }
  return (
    <span className={css['summary']}>
      {shown === here.length
        ? countOf(shown, 'instance')
        : `${shown} of ${countOf(here.length, 'instance')}`}
      {countStatuses(here).map((each) => (
        <span key={each.status} className={css['count']}>
          {each.count} <StatusMark status={each.status} />
        </span>
      ))}
      {left > 0 && (
        <button type="button" className={css['leftOnes']} onClick={showLeft}>
          {left} left
        </button>
      )}
      {last}
    </span>
  );
}
