import { Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { alarmsQuery, controlStatusQuery, rulesQuery } from '../../api/control-loop.ts';
import { untilAnswered } from '../../api/recover.ts';
import { countOf } from '../../shared/format/number.ts';
import { useTimeRange } from '../../shared/time/useTimeRange.ts';
import { ServiceSelect } from '../../shared/ui/FilterInputs.tsx';
import { Page, SkeletonRows } from '../../shared/ui/Page.tsx';
import page from '../../shared/ui/page.module.css';
import { ListState } from '../../shared/ui/States.tsx';
import { AlarmsTable } from './components/AlarmsTable.tsx';
import { NoAlarmMatches } from './components/NoAlarmMatches.tsx';
import { NothingWrong } from './components/NothingWrong.tsx';
import type { AlarmsSearch } from './url.ts';

const NO_FILTERS: AlarmsSearch = { state: undefined, severity: undefined, service: undefined };

export function AlarmsPage() {
  const filters = useSearch({ from: '/alarms' });
  const navigate = useNavigate({ from: '/alarms' });
  const { refreshMs } = useTimeRange();
  const refetchInterval = untilAnswered(refreshMs);
  const { state, severity, service } = filters;
  const query = useQuery({
    ...alarmsQuery({
      ...(state && { state }),
      ...(severity && { severity }),
      ...(service && { service }),
    }),
    placeholderData: keepPreviousData,
    refetchInterval,
  });
  const rules = useQuery({ ...rulesQuery, refetchInterval });
  const { data: status } = useQuery(controlStatusQuery);
  const change = (part: AlarmsSearch): void =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true });
  const alarms = query.data?.alarms ?? [];
  const filtered = state !== undefined || severity !== undefined || service !== undefined;
  const count = (of: string): number => alarms.filter((alarm) => alarm.state === of).length;
  return (
    <Page
      title="Alarms"
      summary={
        query.data &&
        (alarms.length === 0
          ? filtered
            ? 'none match'
            : 'all quiet'
          : `${count('firing')} firing, ${count('pending')} pending, ${count('resolved')} resolved`)
      }
      filters={
        <>
          <Select
            size="xs"
            w={130}
            placeholder="Any state"
            aria-label="State"
            data={[
              { value: 'firing', label: 'Firing' },
              { value: 'pending', label: 'Pending' },
              { value: 'resolved', label: 'Resolved' },
            ]}
            value={state ?? null}
            onChange={(chosen) => change({ state: (chosen ?? undefined) as AlarmsSearch['state'] })}
            clearable
          />
          <Select
            size="xs"
            w={130}
            placeholder="Any severity"
            aria-label="Severity"
            data={[
              { value: 'critical', label: 'Critical' },
              { value: 'warning', label: 'Warning' },
              { value: 'info', label: 'Info' },
            ]}
            value={severity ?? null}
            onChange={(chosen) =>
              change({ severity: (chosen ?? undefined) as AlarmsSearch['severity'] })
            }
            clearable
          />
          <ServiceSelect value={service} change={(chosen) => change({ service: chosen })} />
        </>
      }
    >
      <div className={page['body']}>
        <ListState
          query={query}
          hasData={query.data !== undefined}
          empty={alarms.length === 0}
          skeleton={<SkeletonRows rows={8} />}
          nothing={
            filtered ? (
              <NoAlarmMatches
                filters={filters}
                change={change}
                clearAll={() => change(NO_FILTERS)}
              />
            ) : (
              <NothingWrong rules={rules.data?.rules ?? []} status={status} />
            )
          }
        >
          <AlarmsTable
            alarms={alarms}
            rules={new Map(rules.data?.rules.map((rule) => [rule.id, rule]))}
          />
          <p className={page['end']}>
            {countOf(alarms.length, 'alarm')}; resolved ones stay here for 24 hours
          </p>
        </ListState>
      </div>
    </Page>
  );
}
