import { Link } from '@tanstack/react-router';
import type { Alarm } from '../../../api/types.ts';
import { AlarmSeverity } from '../../../shared/alarms/AlarmSeverity.tsx';
import { spanWords } from '../../../shared/alarms/spans.ts';
import { useNow } from '../../../shared/time/useNow.ts';
import css from './firing-alarms.module.css';

const SEVERITIES: readonly string[] = ['critical', 'warning', 'info'];

/** What fires now, whatever the time that is looked at. */
export function FiringAlarms({ alarms }: { alarms: readonly Alarm[] }) {
  const now = useNow();
  const firing = alarms
    .filter(({ state }) => state === 'firing')
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  if (firing.length === 0) return undefined;
  return (
    <ul className={css['alarms']} aria-label="Alarms that fire">
      {firing.map((alarm) => (
        <li key={alarm.chain}>
          <AlarmSeverity severity={alarm.severity} />
          <Link to="/alarms/$fingerprint" params={{ fingerprint: alarm.fingerprint }}>
            {alarm.ruleName}
          </Link>
          <span className="cut muted" title={alarm.summary}>
            {alarm.summary}
          </span>
          <span className={css['since']}>
            for {spanWords(Math.max(0, now - (alarm.firedAt ?? alarm.activeSince)))}
          </span>
        </li>
      ))}
    </ul>
  );
}
