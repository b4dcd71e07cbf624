import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { untilAnswered } from '../../api/recover.ts';
import { servicesQuery } from '../../api/services.ts';
import { countOf } from '../../shared/format/number.ts';
import { useTimeRange } from '../../shared/time/useTimeRange.ts';
import { Page, SkeletonRows } from '../../shared/ui/Page.tsx';
import page from '../../shared/ui/page.module.css';
import { ListState, NothingMatches } from '../../shared/ui/States.tsx';
import { useRowKeys } from '../../shared/ui/useRowKeys.ts';
import { listQuery } from './api/queries.ts';
import { activeScope, NO_SCOPE, ScopeFilters } from './components/ScopeFilters.tsx';
import { ServicesTable } from './components/ServicesTable.tsx';
import { filterServices, firstOrder, sortServices } from './model/sort.ts';
import { scopeOf, type ServicesSearch, type Sort } from './url.ts';

export function ServicesPage() {
  const search = useSearch({ from: '/services' });
  const navigate = useNavigate({ from: '/services' });
  const { range, refreshMs } = useTimeRange();
  const { namespace, environment, version } = search;
  const scope = useMemo(
    () => scopeOf({ namespace, environment, version }),
    [namespace, environment, version],
  );
  const query = useQuery({
    ...listQuery(range, scope),
    placeholderData: keepPreviousData,
    refetchInterval: untilAnswered(refreshMs),
  });
  // What there is to choose from does not shrink with what was chosen.
  const everything = useQuery({
    ...servicesQuery(range),
    enabled: Object.keys(scope).length > 0,
  });
  useRowKeys();
  const change = (part: ServicesSearch): void =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true });

  const sort = search.sort ?? 'health';
  const order = search.order ?? firstOrder(sort);
  const sortBy = (by: Sort): void =>
    change({
      sort: by,
      order: by !== sort ? firstOrder(by) : order === 'up' ? 'down' : 'up',
    });

  const all = query.data?.services ?? [];
  const shown = sortServices(filterServices(all, search.filter), sort, order);
  const summary =
    query.data &&
    (shown.length === all.length
      ? countOf(all.length, 'service')
      : `${shown.length} of ${countOf(all.length, 'service')}`);
  const byName = {
    label: `name contains “${search.filter}”`,
    clear: () => change({ filter: undefined }),
  };

  return (
    <Page
      title="Services"
      summary={summary}
      filters={
        <>
          <TextInput
            size="xs"
            w={280}
            value={search.filter ?? ''}
            onChange={(event) => change({ filter: event.currentTarget.value || undefined })}
            placeholder="Filter services"
            aria-label="Filter services"
            data-search="page"
            leftSection={<IconSearch size={14} />}
            rightSection={
              search.filter && (
                <CloseButton
                  size="xs"
                  aria-label="Clear the filter"
                  onClick={() => change({ filter: undefined })}
                />
              )
            }
          />
          <ScopeFilters scope={scope} of={everything.data?.services ?? all} change={change} />
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
            <NothingMatches
              what="services"
              filters={[...(search.filter ? [byName] : []), ...activeScope(scope, change)]}
              clearAll={() => change({ ...NO_SCOPE, filter: undefined })}
            />
          }
        >
          <ServicesTable
            services={shown}
            scope={scope}
            sort={sort}
            order={order}
            sortBy={sortBy}
            lengthMs={query.data && query.data.seconds * 1_000}
          />
        </ListState>
      </div>
    </Page>
  );
}
