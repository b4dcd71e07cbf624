import { useState } from 'react';
import { lagWords } from '../alarms/spans.ts';
import { formatAbsolute } from '../format/time.ts';
import { actionOf } from './bodies.ts';
import { instanceNews } from './instance-news.ts';
import { StepIcon } from './StepIcon.tsx';
import type { Step, StoryEvent } from './stories.ts';
import { VerificationPlot } from './VerificationPlot.tsx';
import css from './story.module.css';

const CLOCK = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** What happened, in order: when, how long after the step before, and in one sentence what. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  return (
    <ol className={css['steps']}>
      {steps.map((step) => (
        <StepRow key={step.event.sequence} step={step} />
      ))}
    </ol>
  );
}

function StepRow({ step }: { step: Step }) {
  const { event, lagMs, more } = step;
  const [opened, setOpened] = useState(false);
  const together = instanceNews([event, ...more]);
  const listed = together === undefined ? more : [event, ...more];
  const verification = event.type === 'action.verified' ? actionOf(event)?.verification : null;
  return (
    <li className={css['step']}>
      <span className={css['stepTime']}>
        <StepTime event={event} />
        <span className={css['lag']}>{lagMs === undefined ? '' : lagWords(lagMs)}</span>
      </span>
      <StepIcon type={event.type} verdict={verification?.verdict} />
      <div className={css['said']}>
        <span>{together ?? event.summary}</span>
        {more.length > 0 && (
          <button
            type="button"
            className={css['more']}
            aria-expanded={opened}
            onClick={() => setOpened(!opened)}
          >
            {opened
              ? 'show fewer'
              : together === undefined
                ? `and ${more.length} more`
                : 'show each'}
          </button>
        )}
        {opened && (
          <ul className={css['others']}>
            {listed.map((other) => (
              <li key={other.sequence}>
                <StepTime event={other} /> {other.summary}
              </li>
            ))}
          </ul>
        )}
        {verification && <VerificationPlot verification={verification} />}
      </div>
    </li>
  );
}

function StepTime({ event }: { event: StoryEvent }) {
  const date = new Date(event.timeMs);
  return (
    <time dateTime={date.toISOString()} title={formatAbsolute(`${event.timeMs}000000`)}>
      {CLOCK.format(date)}
    </time>
  );
}
