import { StepIcon } from '../../../shared/story/StepIcon.tsx';
import type { StoryEvent } from '../../../shared/story/stories.ts';
import { ClockTime } from '../../../shared/ui/Time.tsx';
import css from '../alarm.module.css';

const MOST = 100;

const TRANSITIONS: Readonly<Record<string, string>> = {
  'alarm.pending': 'Pending',
  'alarm.firing': 'Firing',
  'alarm.clearing': 'Clearing',
  'alarm.resolved': 'Resolved',
  'alarm.no-data': 'No data',
  'alarm.data': 'Data again',
  'alarm.error': 'Cannot be evaluated',
  'alarm.dropped': 'Did not last',
};

/** Every transition of an alarm, newest first. */
export function HistoryTable({ events }: { events: readonly StoryEvent[] }) {
  return (
    <>
      <ol className={css['history']}>
        {events.slice(0, MOST).map((event) => (
          <li key={event.sequence}>
            <StepIcon type={event.type} verdict={undefined} />
            <span title={event.summary}>{TRANSITIONS[event.type] ?? event.type}</span>
            <span className="faint">
              <ClockTime nano={`${event.timeMs}000000`} />
            </span>
          </li>
        ))}
      </ol>
      {events.length > MOST && (
        <p className="faint">and {events.length - MOST} transitions before these</p>
      )}
    </>
  );
}
