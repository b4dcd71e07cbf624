import { IconArrowDown, IconArrowUp, IconListDetails, IconTimeline } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { ServiceSummary } from '../../../api/types.ts';
import { formatDuration } from '../../../shared/format/duration.ts';
import { countOf, formatCount, formatPercent, formatRate } from '../../../shared/format/number.ts';
import { HealthMark } from '../../../shared/ui/HealthMark.tsx';
import marks from '../../../shared/ui/marks.module.css';
import { ServiceName } from '../../../shared/ui/ServiceName.tsx';
import table from '../../../shared/ui/table.module.css';
import { RelativeTime } from '../../../shared/ui/Time.tsx';
import { errorChange, latencyChange, trafficChange } from '../model/compare.ts';
import type { Order } from '../model/sort.ts';
import { spansOf } from '../api/queries.ts';
import type { Scope, Sort } from '../url.ts';
import { ChangeMark } from './ChangeMark.tsx';
import css from './services-table.module.css';
import { Sparkline } from './Sparkline.tsx';

const COLUMNS: {
  sort: Sort;
  label: string;
  look?: 'measure' | 'number';
  title?: string;
  /** Not on narrow screens: there the reason of the health needs the room. */
  wide?: boolean;
}[] = [
  { sort: 'service', label: 'Service' },
  { sort: 'health', label: 'Health' },
  { sort: 'requests', label: 'Requests', look: 'measure' },
  { sort: 'errors', label: 'Errors', look: 'measure', title: 'Share of failed requests' },
  { sort: 'p95', label: 'p95', look: 'measure' },
  { sort: 'p50', label: 'p50', look: 'number', wide: true },
  { sort: 'p99', label: 'p99', look: 'number' },
  { sort: 'instances', label: 'Inst.', look: 'number', title: 'Instances' },
  { sort: 'seen', label: 'Last seen', wide: true },
];

interface Props {
  services: readonly ServiceSummary[];
  scope: Scope;
  sort: Sort;
  order: Order;
  sortBy: (sort: Sort) => void;
  /** Length of the time range, for rates. */
  lengthMs: number | undefined;
}

export function ServicesTable({ services, scope, sort, order, sortBy, lengthMs }: Props) {
  return (
    <table className={`${table['table']} ${css['list']}`} aria-label="Services">
      <colgroup>
        {COLUMNS.map((column) => (
          <col
            key={column.sort}
            className={`${css[`column-${column.sort}`] ?? ''} ${column.wide ? css['wide'] : ''}`}
          />
        ))}
        <col className={css['column-links']} />
      </colgroup>
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <th
              key={column.sort}
              scope="col"
              title={column.title}
              className={`${column.look === 'number' ? table['number'] : ''} ${column.wide ? css['wide'] : ''}`}
              aria-sort={
                column.sort !== sort ? 'none' : order === 'up' ? 'ascending' : 'descending'
              }
            >
              <button
                type="button"
                className={`${table['sort']} ${column.sort === sort ? table['sorted'] : ''} ${column.look === 'measure' ? css['measureHead'] : ''}`}
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
          <ServiceRow key={service.service} of={service} scope={scope} lengthMs={lengthMs} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  of: ServiceSummary;
  scope: Scope;
  lengthMs: number | undefined;
}

const ServiceRow = memo(function ServiceRow({ of, scope, lengthMs }: RowProps) {
  const { service, before, points } = of;
  // The ends of the time cut the first and the last step, which then have fewer requests.
  const whole = points.slice(1, -1);
  const traffic = trafficChange(of.requests, before && before.requests);
  return (
    <tr className={table['row']}>
      <td>
        {service === '' ? (
          <ServiceName service={service} />
        ) : (
          <Link
            to="/services/$service"
            params={{ service }}
            search={scope}
            className={table['cover']}
            data-row
          >
            <ServiceName service={service} />
          </Link>
        )}
      </td>
      <td title={of.healthReason}>
        <span className={css['health']}>
          <HealthMark health={of.health} />
          {of.health !== 'healthy' && <span className="faint cut">{of.healthReason}</span>}
        </span>
      </td>
      <td title={[countOf(of.requests, 'request'), traffic?.usual].filter(Boolean).join(', ')}>
        <span className={css['measure']}>
          <span>
            {lengthMs === undefined ? formatCount(of.requests) : formatRate(of.requests, lengthMs)}
          </span>
          <Sparkline values={whole.map(({ requests }) => requests)} color="var(--accent)" />
        </span>
      </td>
      <td title={countOf(of.errors, 'failed request')}>
        <span className={css['measure']}>
          <ErrorRate rate={of.errorRate} />
          <Sparkline
            values={points.map(({ requests, errors }) => (requests === 0 ? 0 : errors / requests))}
            color="var(--error)"
            least={LEAST_ERRORS}
          />
          <ChangeMark change={errorChange(of.errorRate, before && before.errorRate)} />
        </span>
      </td>
      <td>
        <span className={css['measure']}>
          <Latency ms={of.p95Ms} />
          <Sparkline values={points.map(({ p95Ms }) => p95Ms)} color="var(--text-3)" />
          <ChangeMark change={latencyChange(of.p95Ms, before && before.p95Ms)} />
        </span>
      </td>
      <td className={`${table['number']} ${css['wide']}`}>
        <Latency ms={of.p50Ms} />
      </td>
      <td className={table['number']}>
        <Latency ms={of.p99Ms} />
      </td>
      <td className={table['number']}>{formatCount(of.instances)}</td>
      <td className={css['wide']}>
        <RelativeTime nano={of.lastSeenUnixNano} />
      </td>
      <td>
        <span className={css['links']}>
          <Link
            to="/traces"
            search={{ q: spansOf(service, scope) }}
            className={`${css['link']} ${table['above']}`}
            aria-label={`Traces of ${service}`}
            title={`Traces of ${service}`}
          >
            <IconTimeline size={14} aria-hidden="true" />
          </Link>
          <Link
            to="/logs"
            search={{ service }}
            className={`${css['link']} ${table['above']}`}
            aria-label={`Logs of ${service}`}
            title={`Logs of ${service}`}
          >
            <IconListDetails size={14} aria-hidden="true" />
          </Link>
        </span>
      </td>
    </tr>
  );
});

/** A few errors are a low line and not a high one. */
const LEAST_ERRORS = 0.05;

function ErrorRate({ rate }: { rate: number | null }) {
  if (rate === null) return <span className="faint">–</span>;
  if (rate === 0) return <span className="faint">0%</span>;
  return <span className={marks['bad']}>{formatPercent(rate)}</span>;
}

const Latency = ({ ms }: { ms: number | null }) =>
  ms === null ? <span className="faint">–</span> : <span>{formatDuration(ms)}</span>;
