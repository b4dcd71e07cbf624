import { Link } from '@tanstack/react-router';
import { AlarmSeverity } from '../../../shared/alarms/AlarmSeverity.tsx';
import { AlarmState } from '../../../shared/alarms/AlarmState.tsx';
import { Labels } from '../../../shared/alarms/Labels.tsx';
import { spanWords } from '../../../shared/alarms/spans.ts';
import { actionOf, alarmOf } from '../../../shared/story/bodies.ts';
import { Badge } from '../../../shared/story/Badge.tsx';
import { actionWording, verdictWording } from '../../../shared/story/outcomes.ts';
import { Steps } from '../../../shared/story/Steps.tsx';
import type { Story } from '../../../shared/story/stories.ts';
import { RelativeTime } from '../../../shared/ui/Time.tsx';
import css from '../control.module.css';

/** One story: its alarm and how it stands now on top, then what happened, in order. */
export function StoryCard({ story }: { story: Story }) {
  const alarm = alarmOf(story.alarm);
  const took = story.lastMs - story.firstMs;
  if (story.id.startsWith('#')) {
    return (
      <article className={css['alone']}>
        <Steps steps={story.steps} />
      </article>
    );
  }
  return (
    <article className={css['story']}>
      <header className={css['storyHead']}>
        {alarm ? (
          <>
            <AlarmSeverity severity={alarm.severity} />
            <h2 className="cut">
              <Link
                to="/alarms/$fingerprint"
                params={{ fingerprint: alarm.fingerprint }}
                className={css['storyLink']}
              >
                {alarm.ruleName}
              </Link>
            </h2>
            <Labels labels={alarm.labels} />
            <AlarmState state={alarm.state} />
          </>
        ) : (
          <h2 className="cut">Part of a story that began earlier</h2>
        )}
        {story.actions.map((event) => {
          const action = actionOf(event);
          if (action === undefined) return undefined;
          const { verification, state } = action;
          const wording = verification
            ? verdictWording(verification.verdict)
            : actionWording(state);
          return <Badge key={action.id} {...wording} />;
        })}
        <span className={css['storyTime']}>
          <RelativeTime nano={`${story.lastMs}000000`} />
          {took >= 1000 && <>, within {spanWords(took)}</>}
        </span>
        {alarm && (
          <Link to="/rules/$id" params={{ id: alarm.ruleId }} className={css['link']}>
            Rule
          </Link>
        )}
      </header>
      <Steps steps={story.steps} />
    </article>
  );
}
