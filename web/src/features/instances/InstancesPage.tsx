import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { controlStatusQuery } from '../../api/control-loop.ts';
import { untilAnswered } from '../../api/recover.ts';
import { showInstances, STATUSES } from '../../shared/instances/registry.ts';
import { statusWord } from '../../shared/instances/StatusMark.tsx';
import { useTimeRange } from '../../shared/time/useTimeRange.ts';
import button from '../../shared/ui/button-link.module.css';
import { Page, SkeletonRows } from '../../shared/ui/Page.tsx';
import page from '../../shared/ui/page.module.css';
import { ListState } from '../../shared/ui/States.tsx';
import { instancesQuery } from './api/queries.ts';
import { InstancesSummary } from './components/InstancesSummary.tsx';
import { InstancesTable } from './components/InstancesTable.tsx';
import { AllLeft, NoInstances, NoneMatch } from './components/NoInstances.tsx';
import type { InstancesSearch } from './url.ts';

export function InstancesPage() {
  const search = useSearch({ from: '/instances' });
  const navigate = useNavigate({ from: '/instances' });
  const { refreshMs } = useTimeRange();
  const query = useQuery({ ...instancesQuery, refetchInterval: untilAnswered(refreshMs) });
  const { data: control } = useQuery(controlStatusQuery);
  const change = (part: InstancesSearch): void =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true });

  const all = query.data?.instances ?? [];
  const shown = showInstances(all, search);
  const here = showInstances(all, {});
  const services = new Set(all.map(({ service }) => service));
  if (search.service !== undefined) services.add(search.service);
  return (
    <Page
      title="Instances"
      summary={
        query.data && (
          <InstancesSummary
            all={all.length}
            shown={shown.length}
            here={here}
            status={search.status}
            fresh={control?.loop.alive !== false}
            showLeft={() => change({ status: 'left' })}
          />
        )
      }
      filters={
        <>
          <Select
            size="xs"
            w={240}
            placeholder="Any service"
            aria-label="Service"
            data={[...services].filter((name) => name !== '').sort()}
            value={search.service ?? null}
            onChange={(service) => change({ service: service ?? undefined })}
            searchable
            clearable
            data-search="page"
          />
          <Select
            size="xs"
            w={140}
            placeholder="Any status"
            aria-label="Status"
            data={STATUSES.map((status) => ({ value: status, label: statusWord(status) }))}
            value={search.status ?? null}
            onChange={(status) =>
              change({ status: (status ?? undefined) as InstancesSearch['status'] })
            }
            clearable
          />
          {search.service !== undefined && (
            <Link
              to="/services/$service/config"
              params={{ service: search.service }}
              className={button['link']}
            >
              <IconAdjustmentsHorizontal size={14} aria-hidden="true" />
              Configuration of {search.service}
            </Link>
          )}
        </>
      }
    >
      <div className={page['body']}>
        <ListState
          query={query}
          hasData={query.data !== undefined}
          empty={shown.length === 0}
          skeleton={<SkeletonRows />}
          nothing={
            all.length === 0 ? (
              <NoInstances />
            ) : here.length === 0 && search.service === undefined && search.status === undefined ? (
              <AllLeft count={all.length} show={() => change({ status: 'left' })} />
            ) : (
              <NoneMatch
                filters={[
                  ...(search.service === undefined ? [] : [`service is ${search.service}`]),
                  ...(search.status === undefined ? [] : [`status is ${search.status}`]),
                ]}
                clear={() => change({ service: undefined, status: undefined })}
              />
            )
          }
        >
          <InstancesTable instances={shown} />
        </ListState>
      </div>
    </Page>
  );
}
