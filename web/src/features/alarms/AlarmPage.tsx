import { IconBellOff } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import {
  alarmHistoryQuery,
  alarmQuery,
  eventsQuery,
  previewQuery,
  ruleQuery,
  storyEvent,
} from '../../api/control-loop.ts';
import { ApiError } from '../../api/problem.ts';
import { untilAnswered } from '../../api/recover.ts';
import type { Alarm, StoredRule } from '../../api/types.ts';
import { MeasureChart } from '../../shared/alarms/MeasureChart.tsx';
import { seriesOfAlarm } from '../../shared/alarms/preview.ts';
import { Steps } from '../../shared/story/Steps.tsx';
import { tellStories } from '../../shared/story/stories.ts';
import { useTimeRange } from '../../shared/time/useTimeRange.ts';
import { SkeletonRows, useTitle } from '../../shared/ui/Page.tsx';
import page from '../../shared/ui/page.module.css';
import { Failed, StaleBanner } from '../../shared/ui/States.tsx';
import states from '../../shared/ui/states.module.css';
import { AlarmHeader } from './components/AlarmHeader.tsx';
import { Annotations } from './components/Annotations.tsx';
import { HistoryTable } from './components/HistoryTable.tsx';
import css from './alarm.module.css';

/** An hour of a measure moves slowly and is dear to ask. */
const PREVIEW_MS = 15_000;

export function AlarmPage() {
  const { fingerprint } = useParams({ from: '/alarms/$fingerprint' });
  const { refreshMs } = useTimeRange();
  const every = untilAnswered(refreshMs);
  const query = useQuery({ ...alarmQuery(fingerprint), refetchInterval: every });
  const rule = useQuery({
    ...ruleQuery(query.data?.ruleId ?? ''),
    enabled: query.data !== undefined,
  });
  useTitle(query.data ? `${query.data.ruleName} (${query.data.state})` : 'Alarm');
  const retry = (): void => void query.refetch();
  if (query.data === undefined) {
    if (query.error instanceof ApiError && query.error.status === 404) {
      return <UnknownAlarm fingerprint={fingerprint} />;
    }
    return query.isError ? <Failed error={query.error} retry={retry} /> : <SkeletonRows />;
  }
  return (
    <div className={page['page']}>
      {query.isError && <StaleBanner error={query.error} retry={retry} />}
      <AlarmHeader alarm={query.data} rule={rule.data?.rule} />
      <div className={`${page['body']} ${css['columns']}`}>
        <div className={css['main']}>
          <Measured alarm={query.data} rule={rule.data} ruleError={rule.error} />
          <StoryOf alarm={query.data} />
        </div>
        <aside className={css['side']} aria-label="Details">
          <Annotations alarm={query.data} />
          <History fingerprint={fingerprint} />
        </aside>
      </div>
    </div>
  );
}

interface MeasuredProps {
  alarm: Alarm;
  rule: StoredRule | undefined;
  ruleError: unknown;
}

function Measured({ alarm, rule, ruleError }: MeasuredProps) {
  const { refreshMs } = useTimeRange();
  const { data, error } = useQuery({
    ...previewQuery(rule?.rule),
    placeholderData: keepPreviousData,
    refetchInterval: untilAnswered(refreshMs && Math.max(refreshMs, PREVIEW_MS)),
  });
  const series = useMemo(
    () => (data === undefined ? [] : seriesOfAlarm(data.series, alarm.labels)),
    [data, alarm.labels],
  );
  const gone = ruleError instanceof ApiError && ruleError.status === 404;
  const why = gone
    ? 'Its rule has been deleted, so there is nothing to measure any more.'
    : (data?.unavailable ?? ((error ?? ruleError) ? String(error ?? ruleError) : undefined));
  return (
    <section className={css['section']} aria-labelledby="measured">
      <h2 id="measured">The last hour</h2>
      {rule && data && !data.unavailable ? (
        <MeasureChart rule={rule.rule} series={series} range={data} height={220} />
      ) : (
        <p className={css['none']}>{why ?? 'Measuring…'}</p>
      )}
    </section>
  );
}

function StoryOf({ alarm }: { alarm: Alarm }) {
  const { refreshMs } = useTimeRange();
  const { data } = useInfiniteQuery({
    ...eventsQuery({ chain: alarm.chain, from: String(alarm.activeSince - 60_000) }),
    placeholderData: keepPreviousData,
    refetchInterval: untilAnswered(refreshMs),
  });
  const [story] = useMemo(
    () => tellStories(data?.pages.flatMap(({ events }) => events.map(storyEvent)) ?? []),
    [data],
  );
  return (
    <section className={css['section']} aria-labelledby="story">
      <h2 id="story">What happened and what was done</h2>
      {story ? (
        <Steps steps={story.steps} />
      ) : (
        <p className={css['none']}>{data ? 'Nothing is written about it yet.' : 'Reading…'}</p>
      )}
      <Link to="/control" search={{ chain: alarm.chain }} className={css['link']}>
        Show in the control loop’s time line
      </Link>
    </section>
  );
}

function History({ fingerprint }: { fingerprint: string }) {
  const { refreshMs } = useTimeRange();
  const { data } = useQuery({
    ...alarmHistoryQuery(fingerprint),
    placeholderData: keepPreviousData,
    refetchInterval: untilAnswered(refreshMs),
  });
  return (
    <section className={css['section']} aria-labelledby="history">
      <h2 id="history">Transitions</h2>
      {data && <HistoryTable events={data.events.map(storyEvent)} />}
    </section>
  );
}

function UnknownAlarm({ fingerprint }: { fingerprint: string }) {
  return (
    <section className={states['state']} role="alert">
      <IconBellOff className={states['icon']} size={30} stroke={1.5} aria-hidden="true" />
      <h2>No such alarm</h2>
      <p className={`${states['detail']} mono`}>{fingerprint}</p>
      <p className={states['detail']}>
        It has never been pending or firing.{' '}
        <Link to="/alarms" className={css['link']}>
          See the alarms there are
        </Link>
      </p>
    </section>
  );
}
