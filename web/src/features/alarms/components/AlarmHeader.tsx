import { Button } from '@mantine/core';
import { IconAdjustments, IconHandStop, IconStack2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Alarm, AlarmRule } from '../../../api/types.ts';
import { AlarmSeverity } from '../../../shared/alarms/AlarmSeverity.tsx';
import { AlarmState } from '../../../shared/alarms/AlarmState.tsx';
import { Labels } from '../../../shared/alarms/Labels.tsx';
import { spanWords } from '../../../shared/alarms/spans.ts';
import { Badge } from '../../../shared/story/Badge.tsx';
import { useNow } from '../../../shared/time/useNow.ts';
import { Fact, Facts } from '../../../shared/ui/Fact.tsx';
import { RelativeTime } from '../../../shared/ui/Time.tsx';
import { doneWording, firingMs, readingOf, sinceMs, toldWording } from '../model/alarm.ts';
import css from '../alarm.module.css';

interface Props {
  alarm: Alarm;
  rule: AlarmRule | undefined;
}

/** The whole alarm in one glance: state, what is wrong, how much, since when, told, done. */
export function AlarmHeader({ alarm, rule }: Props) {
  const now = useNow();
  const reading = readingOf(alarm, rule);
  const told = toldWording(alarm.notifications);
  const firing = firingMs(alarm, now);
  return (
    <header className={`${css['header']} ${css[alarm.state] ?? ''}`}>
      <div className={css['titleLine']}>
        <AlarmState state={alarm.state} />
        <h1 className="cut" title={alarm.ruleName}>
          {alarm.ruleName}
        </h1>
        <Labels labels={alarm.labels} />
        <span className={css['grow']} />
        {alarm.actions.some(({ state }) => state === 'waiting') && (
          <Button
            renderRoot={(props) => (
              <Link to="/control" search={{ chain: alarm.chain }} {...props} />
            )}
            size="compact-xs"
            leftSection={<IconHandStop size={13} />}
          >
            Approve or reject
          </Button>
        )}
        {alarm.service !== '' && (
          <Button
            renderRoot={(props) => (
              <Link to="/services/$service" params={{ service: alarm.service }} {...props} />
            )}
            size="compact-xs"
            variant="default"
            leftSection={<IconStack2 size={13} />}
          >
            Service
          </Button>
        )}
        <Button
          renderRoot={(props) => <Link to="/rules/$id" params={{ id: alarm.ruleId }} {...props} />}
          size="compact-xs"
          variant="default"
          leftSection={<IconAdjustments size={13} />}
        >
          Rule
        </Button>
      </div>
      <p className={css['summary']}>{alarm.summary}</p>
      {alarm.evaluation !== 'ok' && (
        <p className={css['unknown']} role="status">
          {alarm.evaluation === 'error' ? 'It cannot be evaluated' : 'There is no data'} at the
          moment, so it stays as it was. {alarm.message}
        </p>
      )}
      <Facts>
        <Fact name="Severity">
          <AlarmSeverity severity={alarm.severity} />
        </Fact>
        {reading && (
          <Fact name="Value">
            <span className={alarm.state === 'firing' ? css['bad'] : ''}>{reading.value}</span>
            <span className="faint">fires {reading.limit}</span>
          </Fact>
        )}
        <Fact name={alarm.state === 'resolved' ? 'Resolved' : 'Since'}>
          <RelativeTime nano={`${sinceMs(alarm)}000000`} />
        </Fact>
        {firing !== undefined && (
          <Fact name={alarm.state === 'resolved' ? 'Fired for' : 'Firing for'}>
            {spanWords(firing)}
          </Fact>
        )}
        <Fact name="Notifications">
          {told ? <Badge {...told} /> : <span className="faint">nobody is told</span>}
        </Fact>
        <Fact name="What was done">
          {alarm.actions.length === 0 && <span className="faint">nothing</span>}
          {alarm.actions.map((action) => (
            <span key={action.id} title={`breakers towards ${action.peer}`}>
              <Badge {...doneWording(action)} />
            </span>
          ))}
        </Fact>
        <Fact name="Condition">
          <span className={css['condition']}>{alarm.condition}</span>
        </Fact>
      </Facts>
    </header>
  );
}
