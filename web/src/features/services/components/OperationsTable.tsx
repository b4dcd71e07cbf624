import { IconArrowDown } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo, useState } from 'react';
import { formatDuration } from '../../../shared/format/duration.ts';
import { countOf, formatPercent, formatRate } from '../../../shared/format/number.ts';
import marks from '../../../shared/ui/marks.module.css';
import table from '../../../shared/ui/table.module.css';
import { type Operation, spansOf } from '../api/queries.ts';
import type { OperationSort, Scope } from '../url.ts';
import css from './operations.module.css';

const COLUMNS: { label: string; sort?: OperationSort; look: string; title?: string }[] = [
  { label: 'Requests', sort: 'requests', look: 'rateColumn' },
  { label: 'Errors', sort: 'errors', look: 'errorColumn', title: 'Share of failed requests' },
  { label: 'p50', look: 'latencyColumn' },
  { label: 'p95', sort: 'p95', look: 'latencyColumn' },
  { label: 'p99', look: 'latencyColumn' },
  { label: 'Total time', sort: 'total', look: 'totalColumn', title: 'Time spent in all requests' },
];

const FIRST = 12;

interface Props {
  operations: readonly Operation[];
  service: string;
  scope: Scope;
  sort: OperationSort;
  sortBy: (sort: OperationSort) => void;
}

export function OperationsTable({ operations, service, scope, sort, sortBy }: Props) {
  const [all, setAll] = useState(false);
  const shown = all ? operations : operations.slice(0, FIRST);
  const total = operations.reduce((sum, { totalMs }) => sum + totalMs, 0);
  return (
    <>
      <div className={css['wide']}>
        <table className={`${table['table']} ${css['operations']}`} aria-label="Operations">
          <colgroup>
            <col />
            {COLUMNS.map(({ label, look }) => (
              <col key={label} className={css[look]} />
            ))}
          </colgroup>
          <thead>
            <tr>
              <th scope="col">Operation</th>
              {COLUMNS.map(({ label, sort: by, title }) => (
                <th
                  key={label}
                  scope="col"
                  title={title}
                  className={table['number']}
                  aria-sort={by === sort ? 'descending' : undefined}
                >
                  {by === undefined ? (
                    label
                  ) : (
                    <button
                      type="button"
                      className={`${table['sort']} ${by === sort ? table['sorted'] : ''}`}
                      onClick={() => sortBy(by)}
                    >
                      {by === sort && <IconArrowDown size={12} aria-hidden="true" />}
                      {label}
                    </button>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((operation) => (
              <Row
                key={`${operation.kind} ${operation.name}`}
                of={operation}
                total={total}
                q={spansOf(service, scope, operation.name)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {operations.length > FIRST && (
        <button type="button" className={css['all']} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${operations.length}`}
        </button>
      )}
    </>
  );
}

interface RowProps {
  of: Operation;
  /** Of all operations together, in milliseconds. */
  total: number;
  q: string;
}

const Row = memo(function Row({ of, total, q }: RowProps) {
  const share = total > 0 ? of.totalMs / total : 0;
  return (
    <tr className={table['row']}>
      <td>
        <Link
          to="/traces"
          search={{ q }}
          className={`${table['cover']} ${css['name']}`}
          title={of.name}
          data-row
        >
          <span className="cut">{of.name === '' ? '(no name)' : of.name}</span>
          {of.kind !== 'server' && <span className={css['kind']}>{of.kind}</span>}
        </Link>
      </td>
      <td className={table['number']} title={countOf(of.requests, 'request')}>
        {formatRate(of.requestsPerSecond, 1000)}
      </td>
      <td className={table['number']} title={countOf(of.errors, 'failed request')}>
        <span className={of.errors > 0 ? marks['bad'] : 'faint'}>
          {formatPercent(of.errorRate)}
        </span>
      </td>
      <td className={table['number']}>{formatDuration(of.p50Ms)}</td>
      <td className={table['number']}>{formatDuration(of.p95Ms)}</td>
      <td className={table['number']}>{formatDuration(of.p99Ms)}</td>
      <td title={formatDuration(of.totalMs)}>
        <span className={css['total']}>
          <span className={css['track']} aria-hidden="true">
            <span className={css['fill']} style={{ width: `${share * 100}%` }} />
          </span>
          <span>{formatPercent(share)}</span>
        </span>
      </td>
    </tr>
  );
});
