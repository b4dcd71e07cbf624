import { IconArrowDown, IconArrowUp, IconListDetails } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ServiceSummary } from '../../../api/types.ts';
import { formatDuration } from '../../../shared/format/duration.ts';
import { countOf, formatCount, formatPercent, formatRate } from '../../../shared/format/number.ts';
import { HealthMark } from '../../../shared/ui/HealthMark.tsx';
import { ServiceName } from '../../../shared/ui/ServiceName.tsx';
import table from '../../../shared/ui/table.module.css';
import { RelativeTime } from '../../../shared/ui/Time.tsx';
import type { Order } from '../model/sort.ts';
import type { Sort } from '../url.ts';
import css from '../services.module.css';

const COLUMNS: {
  sort: Sort;
  label: string;
  width: string;
  number?: boolean;
  latency?: boolean;
  title?: string;
}[] = [
  { sort: 'service', label: 'Service', width: '20%' },
  { sort: 'health', label: 'Health', width: '23%' },
  { sort: 'requests', label: 'Requests', width: '8%', number: true },
  { sort: 'errors', label: 'Errors', width: '7%', number: true, title: 'Share of failed requests' },
  { sort: 'p50', label: 'p50', width: '10%', latency: true },
  { sort: 'p95', label: 'p95', width: '10%', latency: true },
  { sort: 'p99', label: 'p99', width: '10%', latency: true },
  { sort: 'instances', label: 'Inst.', width: '58px', number: true, title: 'Instances' },
  { sort: 'seen', label: 'Last seen', width: '104px' },
];

interface Props {
  services: readonly ServiceSummary[];
  sort: Sort;
  order: Order;
  sortBy: (sort: Sort) => void;
  /** Length of the time range, for rates. */
  lengthMs: number | undefined;
}

export function ServicesTable({ services, sort, order, sortBy, lengthMs }: Props) {
  const longest = {
    p50: max(services, ({ p50Ms }) => p50Ms),
    p95: max(services, ({ p95Ms }) => p95Ms),
    p99: max(services, ({ p99Ms }) => p99Ms),
  };
  return (
    <table className={table['table']} aria-label="Services">
      <colgroup>
        {COLUMNS.map((column) => (
          <col key={column.sort} style={{ width: column.width }} />
        ))}
        <col style={{ width: '84px' }} />
      </colgroup>
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <th
              key={column.sort}
              scope="col"
              title={column.title}
              className={column.number ? table['number'] : undefined}
              aria-sort={
                column.sort !== sort ? 'none' : order === 'up' ? 'ascending' : 'descending'
              }
            >
              <button
                type="button"
                className={`${table['sort']} ${column.sort === sort ? table['sorted'] : ''} ${column.latency ? css['latencyHead'] : ''}`}
                onClick={() => sortBy(column.sort)}
              >
                {column.label}
                {column.sort === sort &&
                  (order === 'up' ? <IconArrowUp size={12} /> : <IconArrowDown size={12} />)}
              </button>
            </th>
          ))}
          <th scope="col">
            <span className="sr-only">Links</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {services.map((service) => (
          <tr key={service.service} className={table['row']}>
            <td>
              <Link to="/traces" search={{ service: service.service }} className={table['cover']}>
                <ServiceName service={service.service} />
              </Link>
            </td>
            <td title={service.healthReason}>
              <span className={css['health']}>
                <HealthMark health={service.health} />
                {service.health !== 'healthy' && (
                  <span className="faint cut">{service.healthReason}</span>
                )}
              </span>
            </td>
            <td className={table['number']} title={countOf(service.requests, 'request')}>
              {lengthMs === undefined
                ? formatCount(service.requests)
                : formatRate(service.requests, lengthMs)}
            </td>
            <td className={table['number']} title={countOf(service.errors, 'failed request')}>
              <ErrorRate rate={service.errorRate} />
            </td>
            <Latency ms={service.p50Ms} longest={longest.p50} />
            <Latency ms={service.p95Ms} longest={longest.p95} />
            <Latency ms={service.p99Ms} longest={longest.p99} />
            <td className={table['number']}>{formatCount(service.instances)}</td>
            <td>
              <RelativeTime nano={service.lastSeenUnixNano} />
            </td>
            <td>
              <span className={css['links']}>
                <Link
                  to="/logs"
                  search={{ service: service.service }}
                  className={`${css['link']} ${table['above']}`}
                  aria-label={`Logs of ${service.service}`}
                >
                  <IconListDetails size={13} aria-hidden="true" />
                  Logs
                </Link>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ErrorRate({ rate }: { rate: number | null }) {
  if (rate === null) return <span className="faint">–</span>;
  if (rate === 0) return <span className="faint">0%</span>;
  return <span className={css['bad']}>{formatPercent(rate)}</span>;
}

function Latency({ ms, longest }: { ms: number | null; longest: number }) {
  if (ms === null) {
    return (
      <td>
        <span className={css['latency']}>
          <span className="faint">–</span>
        </span>
      </td>
    );
  }
  return (
    <td>
      <span className={css['latency']}>
        <span>{formatDuration(ms)}</span>
        <span className={css['track']} aria-hidden="true">
          <span className={css['fill']} style={{ width: `${share(ms, longest)}%` }} />
        </span>
      </span>
    </td>
  );
}

const share = (ms: number, longest: number): number => (longest > 0 ? (ms / longest) * 100 : 0);

const max = (
  services: readonly ServiceSummary[],
  of: (service: ServiceSummary) => number | null,
): number => services.reduce((most, service) => Math.max(most, of(service) ?? 0), 0);
