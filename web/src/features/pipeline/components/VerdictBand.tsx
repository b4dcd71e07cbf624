import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconHelpCircle,
  IconInfoCircle,
  IconOctagonFilled,
} from '@tabler/icons-react';
import type { Pipeline, Verdict } from '../api/queries.ts';
import { RelativeTime } from '../../../shared/ui/Time.tsx';
import css from '../pipeline.module.css';

const STATES = {
  healthy: { Icon: IconCircleCheckFilled, word: 'Healthy' },
  degraded: { Icon: IconAlertTriangleFilled, word: 'Degraded' },
  unhealthy: { Icon: IconOctagonFilled, word: 'Unhealthy' },
  unknown: { Icon: IconHelpCircle, word: 'Unknown' },
} as const;
const SEVERITIES = {
  error: { Icon: IconOctagonFilled, word: 'Error' },
  warning: { Icon: IconAlertTriangleFilled, word: 'Warning' },
  note: { Icon: IconInfoCircle, word: 'Note' },
} as const;

/** What there is to know at a glance: well or not, and everything that is wrong in words. */
export function VerdictBand({ verdict, processes }: Pick<Pipeline, 'verdict' | 'processes'>) {
  const { Icon, word } = STATES[verdict.state];
  const newest = processes.map(({ lastSeenUnixNano }) => BigInt(lastSeenUnixNano));
  const last = newest.reduce((a, b) => (a > b ? a : b), 0n);
  const others = otherProblems(verdict);
  return (
    <section className={`${css['verdict']} ${css[verdict.state]}`} aria-label="Verdict">
      <div className={css['verdictLine']} aria-live="polite">
        <Icon size={22} aria-hidden="true" />
        <h2>
          {word}: {lowerFirst(verdict.words)}
        </h2>
        {last > 0n && (
          <span className={css['told']}>
            last report <RelativeTime nano={String(last)} />
          </span>
        )}
      </div>
      {others.length > 0 && (
        <ul className={css['problems']}>
          {others.map(({ severity, words }) => {
            const Mark = SEVERITIES[severity].Icon;
            return (
              <li key={words} className={css[severity]}>
                <Mark size={14} aria-hidden="true" />
                <span>
                  <span className="sr-only">{SEVERITIES[severity].word}: </span>
                  {words}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

/** The first problem is the headline already, unless it is a note. */
function otherProblems({ state, problems }: Verdict): Verdict['problems'] {
  return state === 'healthy' ? problems : problems.slice(1);
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
