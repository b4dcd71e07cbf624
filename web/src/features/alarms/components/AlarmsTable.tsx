import { Link } from '@tanstack/react-router';
import type { Alarm, StoredRule } from '../../../api/types.ts';
import { AlarmSeverity } from '../../../shared/alarms/AlarmSeverity.tsx';
import { AlarmState } from '../../../shared/alarms/AlarmState.tsx';
import { Labels } from '../../../shared/alarms/Labels.tsx';
import { spanWords } from '../../../shared/alarms/spans.ts';
import { Badge } from '../../../shared/story/Badge.tsx';
import { formatAbsolute } from '../../../shared/format/time.ts';
import { useNow } from '../../../shared/time/useNow.ts';
import table from '../../../shared/ui/table.module.css';
import {
  doneWording,
  firingMs,
  readingOf,
  sinceMs,
  STATES,
  toldWording,
  worstFirst,
} from '../model/alarm.ts';
import css from '../alarms.module.css';

interface Props {
  alarms: readonly Alarm[];
  rules: ReadonlyMap<string, StoredRule>;
}

const HINTS = {
  firing: '',
  pending: 'the condition holds, but not for long enough yet',
  resolved: 'in the last 24 hours',
} as const;

/** One table, so that the columns of all groups stand in line. */
export function AlarmsTable({ alarms, rules }: Props) {
  const groups = Map.groupBy(worstFirst(alarms), ({ state }) => state);
  return (
    <table className={`${table['table']} ${css['table']}`} aria-label="Alarms">
      <colgroup>
        <col className={css['severityColumn']} />
        <col />
        <col className={css['valueColumn']} />
        <col className={css['sinceColumn']} />
        <col className={css['toldColumn']} />
        <col className={css['doneColumn']} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Severity</th>
          <th scope="col">What is wrong</th>
          <th scope="col" className={table['number']}>
            Value
          </th>
          <th scope="col">Since</th>
          <th scope="col">Notifications</th>
          <th scope="col">What was done</th>
        </tr>
      </thead>
      {STATES.map((state) => {
        const group = groups.get(state) ?? [];
        if (group.length === 0) return undefined;
        return (
          <tbody key={state}>
            <tr>
              <th scope="rowgroup" colSpan={6} className={css['group']}>
                <span className={css['groupTitle']}>
                  <AlarmState state={state} />
                  <span className={css['count']}>{group.length}</span>
                  <span className={css['groupHint']}>{HINTS[state]}</span>
                </span>
              </th>
            </tr>
            {group.map((alarm) => (
              <AlarmRow key={alarm.chain} alarm={alarm} rule={rules.get(alarm.ruleId)} />
            ))}
          </tbody>
        );
      })}
    </table>
  );
}

function AlarmRow({ alarm, rule }: { alarm: Alarm; rule: StoredRule | undefined }) {
  const reading = readingOf(alarm, rule?.rule);
  const told = toldWording(alarm.notifications);
  return (
    <tr className={`${table['row']} ${alarm.state === 'resolved' ? css['past'] : ''}`}>
      <td>
        <AlarmSeverity severity={alarm.severity} />
      </td>
      <td>
        <div className={css['title']}>
          <Link
            to="/alarms/$fingerprint"
            params={{ fingerprint: alarm.fingerprint }}
            className={`${table['cover']} ${css['name']} cut`}
          >
            {alarm.ruleName}
          </Link>
          <Labels labels={alarm.labels} oneLine />
        </div>
        <div className={`${css['second']} cut`} title={alarm.condition}>
          {alarm.evaluation === 'ok' ? alarm.condition : unknowable(alarm)}
        </div>
      </td>
      <td className={table['number']}>
        {reading === undefined ? (
          <span className="faint">–</span>
        ) : (
          <>
            <div className={css['value']}>{reading.value}</div>
            <div className={css['second']}>{reading.limit}</div>
          </>
        )}
      </td>
      <td>
        <Since alarm={alarm} />
      </td>
      <td>{told ? <Badge {...told} /> : <span className="faint">nobody is told</span>}</td>
      <td>
        {alarm.actions.length === 0 && <span className="faint">–</span>}
        {alarm.actions.slice(-1).map((action) => (
          <div key={action.id}>
            <Badge {...doneWording(action)} />
            <div className={`${css['second']} cut`}>breakers towards {action.peer}</div>
          </div>
        ))}
      </td>
    </tr>
  );
}

const unknowable = (alarm: Alarm): string =>
  `${alarm.evaluation === 'error' ? 'Cannot be evaluated' : 'No data'}, so it stays as it was: ${alarm.message}`;

function Since({ alarm }: { alarm: Alarm }) {
  const now = useNow();
  const since = sinceMs(alarm);
  const firing = firingMs(alarm, now);
  const age = spanWords(Math.max(0, now - since));
  return (
    <time dateTime={new Date(since).toISOString()} title={formatAbsolute(`${since}000000`)}>
      <div>{alarm.state === 'resolved' ? `${age} ago` : age}</div>
      {alarm.state === 'resolved' && firing !== undefined && (
        <div className={css['second']}>fired for {spanWords(firing)}</div>
      )}
    </time>
  );
}
