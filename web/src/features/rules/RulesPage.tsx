import { Button, Tabs, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { alarmsQuery, channelsQuery, rulesQuery } from '../../api/control-loop.ts';
import { untilAnswered } from '../../api/recover.ts';
import type { StoredRule } from '../../api/types.ts';
import { conditionWords } from '../../shared/alarms/condition.ts';
import { countOf } from '../../shared/format/number.ts';
import { useTimeRange } from '../../shared/time/useTimeRange.ts';
import { ErrorNote } from '../../shared/ui/ErrorNote.tsx';
import { Page, SkeletonRows } from '../../shared/ui/Page.tsx';
import page from '../../shared/ui/page.module.css';
import { ListState } from '../../shared/ui/States.tsx';
import states from '../../shared/ui/states.module.css';
import { useSaveRule } from './api/mutations.ts';
import { Channels } from './components/Channels.tsx';
import { RulesTable } from './components/RulesTable.tsx';
import css from './rules.module.css';

export function RulesPage() {
  const { filter, view } = useSearch({ from: '/rules' });
  const navigate = useNavigate({ from: '/rules' });
  const { refreshMs } = useTimeRange();
  const every = untilAnswered(refreshMs);
  const query = useQuery({ ...rulesQuery, refetchInterval: every });
  const channels = useQuery(channelsQuery);
  const alarms = useQuery({ ...alarmsQuery({ state: 'firing' }), refetchInterval: every });
  const save = useSaveRule();
  const all = query.data?.rules ?? [];
  const shown = all.filter((rule) => matches(rule, filter));
  const firing = new Map<string, number>();
  for (const { ruleId } of alarms.data?.alarms ?? []) {
    firing.set(ruleId, (firing.get(ruleId) ?? 0) + 1);
  }
  const toggle = ({ id, version, rule }: StoredRule): void =>
    save.mutate({ rule: { ...rule, enabled: rule.enabled === false }, replaces: { id, version } });
  return (
    <Page
      title="Alarm rules"
      summary={query.data && countOf(all.length, 'rule')}
      aside={
        view === undefined && (
          <span className={css['new']}>
            <Button
              renderRoot={(props) => <Link to="/rules/new" {...props} />}
              size="xs"
              leftSection={<IconPlus size={14} />}
            >
              New rule
            </Button>
          </span>
        )
      }
    >
      <Tabs
        value={view ?? 'rules'}
        onChange={(tab) =>
          void navigate({
            search: (now) => ({ ...now, view: tab === 'channels' ? 'channels' : undefined }),
          })
        }
        className={css['tabs']}
        keepMounted={false}
      >
        <Tabs.List px={16}>
          <Tabs.Tab value="rules">Rules</Tabs.Tab>
          <Tabs.Tab value="channels">Channels</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="rules" className={css['panel']}>
          <div className={css['filter']} role="search" aria-label="Filters">
            <TextInput
              size="xs"
              w={280}
              value={filter ?? ''}
              onChange={(event) => {
                const text = event.currentTarget.value || undefined;
                void navigate({ search: (now) => ({ ...now, filter: text }), replace: true });
              }}
              placeholder="Filter rules"
              aria-label="Filter rules"
              data-search="page"
              leftSection={<IconSearch size={14} />}
            />
            <ErrorNote error={save.error} />
          </div>
          <div className={page['body']}>
            <ListState
              query={query}
              hasData={query.data !== undefined}
              empty={shown.length === 0}
              skeleton={<SkeletonRows rows={6} />}
              nothing={<NoRules filtered={all.length > 0} />}
            >
              <RulesTable
                rules={shown}
                firing={firing}
                busy={save.isPending ? save.variables?.replaces?.id : undefined}
                toggle={toggle}
              />
            </ListState>
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="channels" className={css['panel']}>
          <Channels query={channels} rules={all} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function matches({ rule }: StoredRule, filter: string | undefined): boolean {
  const wanted = filter?.trim().toLowerCase();
  if (!wanted) return true;
  return `${rule.name} ${conditionWords(rule.condition)}`.toLowerCase().includes(wanted);
}

function NoRules({ filtered }: { filtered: boolean }) {
  return (
    <section className={states['state']}>
      <h2>{filtered ? 'No rules match' : 'There are no rules yet'}</h2>
      <p className={states['detail']}>
        {filtered
          ? 'Names and conditions are searched.'
          : 'The control loop makes default rules when it starts: error rate, latency, missing traffic and instances that are gone, for every service that appears.'}
      </p>
    </section>
  );
}
