import { Select } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import {
  actionsQuery,
  controlStatusQuery,
  eventsQuery,
  storyEvent,
} from '../../api/control-loop.ts';
import { untilAnswered } from '../../api/recover.ts';
import { countOf } from '../../shared/format/number.ts';
import { mergeInstanceNews } from '../../shared/story/instance-news.ts';
import { tellStories } from '../../shared/story/stories.ts';
import { describeRange } from '../../shared/time/range.ts';
import { useTimeRange } from '../../shared/time/useTimeRange.ts';
import { ServiceSelect } from '../../shared/ui/FilterInputs.tsx';
import { LoadMore } from '../../shared/ui/LoadMore.tsx';
import { Page, SkeletonRows } from '../../shared/ui/Page.tsx';
import page from '../../shared/ui/page.module.css';
import { ListState } from '../../shared/ui/States.tsx';
import states from '../../shared/ui/states.module.css';
import { LoopStatus } from './components/LoopStatus.tsx';
import { OpenActions } from './components/OpenActions.tsx';
import { StoryCard } from './components/StoryCard.tsx';
import { eventRange, KIND_NAMES } from './model/filters.ts';
import { KINDS, type ControlSearch } from './url.ts';
import css from './control.module.css';

const KIND_CHOICES = KINDS.map((kind) => ({ value: kind, label: KIND_NAMES[kind] }));

export function ControlPage() {
  const filters = useSearch({ from: '/control' });
  const navigate = useNavigate({ from: '/control' });
  const { range, refreshMs } = useTimeRange();
  const { kind, service, chain } = filters;
  const asked = eventRange(range, chain);
  const events = useInfiniteQuery({
    ...eventsQuery({
      ...asked,
      ...(kind && { kind }),
      ...(service && { service }),
      ...(chain && { chain }),
    }),
    placeholderData: keepPreviousData,
    // Who has read on to older pages keeps them still.
    refetchInterval: untilAnswered(({ state }) =>
      (state.data?.pages.length ?? 0) > 1 ? false : refreshMs,
    ),
  });
  const actions = useQuery({ ...actionsQuery, refetchInterval: untilAnswered(refreshMs) });
  const { data: status } = useQuery(controlStatusQuery);
  const change = (part: ControlSearch): void =>
    void navigate({ search: (now) => ({ ...now, ...part }) });
  const stories = useMemo(
    () =>
      mergeInstanceNews(
        tellStories(events.data?.pages.flatMap((each) => each.events.map(storyEvent)) ?? []),
      ),
    [events.data],
  );
  const when = chain === undefined ? `, ${describeRange(asked).replace(/^Last/, 'last')}` : '';
  const filtered = kind !== undefined || service !== undefined || chain !== undefined;
  return (
    <Page
      title="Control loop"
      summary={
        events.data &&
        `what it saw, decided and did${when}: ${countOf(stories.length, 'story', 'stories')}`
      }
      filters={
        <>
          <Select
            size="xs"
            w={160}
            placeholder="Every kind of event"
            aria-label="Kind of event"
            data={KIND_CHOICES}
            value={kind ?? null}
            onChange={(chosen) => change({ kind: (chosen ?? undefined) as ControlSearch['kind'] })}
            clearable
          />
          <ServiceSelect value={service} change={(chosen) => change({ service: chosen })} />
          {chain !== undefined && (
            <button
              type="button"
              className={states['chip']}
              onClick={() => change({ chain: undefined })}
            >
              one story only<span className="sr-only">: show all</span> ×
            </button>
          )}
        </>
      }
    >
      <div className={page['body']}>
        {status && <LoopStatus status={status} />}
        <OpenActions actions={actions.data?.actions ?? []} />
        <ListState
          query={events}
          hasData={events.data !== undefined}
          empty={stories.length === 0}
          skeleton={<SkeletonRows rows={8} />}
          nothing={<NothingHappened filtered={filtered} />}
        >
          <div className={css['stories']}>
            {stories.map((story) => (
              <StoryCard key={story.id} story={story} />
            ))}
          </div>
          <LoadMore
            hasMore={events.hasNextPage}
            loading={events.isFetchingNextPage}
            load={() => void events.fetchNextPage()}
            end={`Nothing before this${when}`}
          />
        </ListState>
      </div>
    </Page>
  );
}

function NothingHappened({ filtered }: { filtered: boolean }) {
  return (
    <section className={states['state']}>
      <IconHistory className={states['icon']} size={30} stroke={1.5} aria-hidden="true" />
      <h2>{filtered ? 'No events match' : 'Nothing has happened in this time'}</h2>
      <p className={states['detail']}>
        {filtered
          ? 'Take a filter away, or choose a longer time above.'
          : 'When an alarm fires, this page tells the whole story: who was told, what the loop proposed and did, and whether it helped.'}
      </p>
    </section>
  );
}
