import { Button } from '@mantine/core';
import { IconPlus, IconSignature, IconWebhook } from '@tabler/icons-react';
import { useInfiniteQuery, type UseQueryResult } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { eventsQuery, storyEvent } from '../../../api/control-loop.ts';
import { untilAnswered } from '../../../api/recover.ts';
import type { Channel, StoredRule } from '../../../api/types.ts';
import { countOf } from '../../../shared/format/number.ts';
import { Badge } from '../../../shared/story/Badge.tsx';
import { SkeletonRows } from '../../../shared/ui/Page.tsx';
import page from '../../../shared/ui/page.module.css';
import { ListState } from '../../../shared/ui/States.tsx';
import states from '../../../shared/ui/states.module.css';
import table from '../../../shared/ui/table.module.css';
import { RelativeTime } from '../../../shared/ui/Time.tsx';
import { lastDeliveries, type Delivery } from '../model/deliveries.ts';
import { ChannelDialog } from './ChannelDialog.tsx';
import css from '../rules.module.css';

interface Props {
  query: UseQueryResult<{ channels: Channel[] }>;
  rules: readonly StoredRule[];
}

const REFRESH_MS = 10_000;

/** Where notifications go, and how the last one fared. */
export function Channels({ query, rules }: Props) {
  const [edited, setEdited] = useState<Channel | 'new'>();
  const events = useInfiniteQuery({
    ...eventsQuery({ kind: 'notification', from: 'now-7d' }),
    refetchInterval: untilAnswered(REFRESH_MS),
  });
  const deliveries = useMemo(
    () => lastDeliveries(events.data?.pages.flatMap((each) => each.events.map(storyEvent)) ?? []),
    [events.data],
  );
  const channels = query.data?.channels ?? [];
  const create = (
    <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => setEdited('new')}>
      New channel
    </Button>
  );
  return (
    <>
      <div className={css['filter']}>
        <span className="muted">
          Each transition of an alarm is sent once to every channel of its rule. This UI shows all
          of them.
        </span>
        <span className={css['new']}>{create}</span>
      </div>
      <div className={page['body']}>
        <ListState
          query={query}
          hasData={query.data !== undefined}
          empty={channels.length === 0}
          skeleton={<SkeletonRows rows={3} />}
          nothing={
            <section className={states['state']}>
              <IconWebhook className={states['icon']} size={30} stroke={1.5} aria-hidden="true" />
              <h2>No channels yet</h2>
              <p className={states['detail']}>
                A channel is a webhook that takes Alertmanager’s payload, version 4. Rules name the
                channels that they tell.
              </p>
            </section>
          }
        >
          <table className={table['table']} aria-label="Channels">
            <colgroup>
              <col style={{ width: '18%' }} />
              <col />
              <col style={{ width: 130 }} />
              <col style={{ width: 130 }} />
              <col style={{ width: 240 }} />
            </colgroup>
            <thead>
              <tr>
                <th scope="col">Channel</th>
                <th scope="col">Address</th>
                <th scope="col">Signed</th>
                <th scope="col">Used by</th>
                <th scope="col">Last delivery</th>
              </tr>
            </thead>
            <tbody>
              {channels.map((channel) => (
                <tr key={channel.name} className={table['row']}>
                  <td>
                    <button
                      type="button"
                      className={`${css['plain']} ${table['cover']}`}
                      onClick={() => setEdited(channel)}
                    >
                      {channel.name}
                    </button>
                  </td>
                  <td className="mono" title={channel.url}>
                    {channel.url}
                  </td>
                  <td>
                    {channel.hasSecret ? (
                      <span className={css['does']}>
                        <IconSignature size={14} aria-hidden="true" /> HMAC
                      </span>
                    ) : (
                      <span className="faint">no</span>
                    )}
                  </td>
                  <td>{usedBy(channel.name, rules)}</td>
                  <td>
                    <LastDelivery delivery={deliveries.get(channel.name)} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ListState>
      </div>
      {edited && (
        <ChannelDialog
          channel={edited === 'new' ? undefined : edited}
          close={() => setEdited(undefined)}
        />
      )}
    </>
  );
}

function usedBy(name: string, rules: readonly StoredRule[]) {
  const users = rules.filter(({ rule }) => rule.channels?.includes(name));
  if (users.length === 0) return <span className="faint">no rule</span>;
  return (
    <span title={users.map(({ rule }) => rule.name).join('\n')}>
      {countOf(users.length, 'rule')}
    </span>
  );
}

function LastDelivery({ delivery }: { delivery: Delivery | undefined }) {
  if (delivery === undefined) return <span className="faint">none in 7 days</span>;
  return (
    <span className={css['delivery']} title={delivery.error}>
      <Badge word={delivery.word} tone={delivery.tone} />
      <span className="faint">
        <RelativeTime nano={`${delivery.timeMs}000000`} />
      </span>
    </span>
  );
}
