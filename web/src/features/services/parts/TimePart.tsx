import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { eventsQuery, storyEvent } from '../../../api/control-loop.ts';
import type { Alarm } from '../../../api/types.ts';
import { untilAnswered } from '../../../api/recover.ts';
import { momentMs, type TimeRange } from '../../../shared/time/range.ts';
import { seriesQuery } from '../api/queries.ts';
import { Part } from '../components/Part.tsx';
import { CHART_HEIGHT, ServiceCharts, SplitChoice, ZoomOut } from '../components/ServiceCharts.tsx';
import type { AskedWindow } from '../model/charts.ts';
import { firingTimes, happeningsOf } from '../model/happenings.ts';
import { asPart, type PartProps } from './ask.ts';

/** Rate, errors and latency over time, with deployments, alarms and what the loop did. */
export function TimePart({ asked, refreshMs, alarms }: PartProps & { alarms: readonly Alarm[] }) {
  const { service, range } = asked;
  const search = useSearch({ from: '/services/$service' });
  const navigate = useNavigate({ from: '/services/$service' });
  const by = search.by ?? 'version';
  const query = useQuery({ ...seriesQuery(asked, by), ...asPart(refreshMs) });
  // Without the control loop's events the charts are as good as without anything having happened.
  const events = useInfiniteQuery({
    ...eventsQuery({ ...range, service }),
    refetchInterval: untilAnswered(refreshMs),
  });
  const { data, dataUpdatedAt } = query;
  const window = useWindow(range, dataUpdatedAt);
  const happenings = useMemo(
    () =>
      window && data
        ? happeningsOf(
            data.deployments,
            events.data?.pages.flatMap((each) => each.events.map(storyEvent)) ?? [],
            window,
          )
        : [],
    [data, events.data, window],
  );
  const firing = useMemo(() => (window ? firingTimes(alarms, window) : []), [alarms, window]);
  return (
    <Part
      title="Over time"
      beside={
        <SplitChoice
          by={by}
          change={(chosen) =>
            void navigate({ search: (now) => ({ ...now, by: chosen }), replace: true })
          }
        />
      }
      more={window && <ZoomOut window={window} />}
      query={query}
      hasData={data !== undefined}
      height={3 * (CHART_HEIGHT + 52)}
    >
      {data && window && (
        <ServiceCharts
          service={service}
          reply={data}
          by={by}
          quantile={search.quantile ?? 'p95'}
          setQuantile={(quantile) =>
            void navigate({ search: (now) => ({ ...now, quantile }), replace: true })
          }
          window={window}
          happenings={happenings}
          firing={firing}
        />
      )}
    </Part>
  );
}

/** The range as it was when it was answered; undefined where it cannot be read. */
function useWindow({ from, to }: TimeRange, answeredAt: number): AskedWindow | undefined {
  return useMemo(() => {
    const start = momentMs(from, answeredAt);
    const end = momentMs(to, answeredAt);
    return start === undefined || end === undefined || answeredAt === 0 || end <= start
      ? undefined
      : { from: start, to: end, answeredAt };
  }, [from, to, answeredAt]);
}
