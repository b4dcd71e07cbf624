import { SegmentedControl } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { formatDuration } from '../../../shared/format/duration.ts';
import { countOf, formatCount, formatPercent } from '../../../shared/format/number.ts';
import { ServiceName } from '../../../shared/ui/ServiceName.tsx';
import table from '../../../shared/ui/table.module.css';
import css from '../lists.module.css';
import { type Sum, sumUp } from '../model/sums.ts';
import type { TraceView } from './useTraceView.ts';

type Column = 'spans' | 'errors' | 'totalMs' | 'selfMs' | 'criticalMs' | 'longestMs';

const COLUMNS: readonly { key: Column; title: string; hint: string }[] = [
  { key: 'spans', title: 'Spans', hint: 'How many spans' },
  { key: 'errors', title: 'Errors', hint: 'How many of them have failed' },
  { key: 'totalMs', title: 'Total', hint: 'Durations added up, also of what ran at once' },
  { key: 'selfMs', title: 'Self time', hint: 'Time in which no child ran' },
  { key: 'criticalMs', title: 'Critical path', hint: 'What the trace’s duration consists of' },
  { key: 'longestMs', title: 'Longest', hint: 'The longest span, which a click opens' },
];

/** More rows than anybody reads; a trace of that many operations is rare. */
const MOST_ROWS = 500;

/** What the services or operations of the trace come to. */
export function SumsTable({ view, open }: { view: TraceView; open: (key: string) => void }) {
  const [by, setBy] = useState<'service' | 'operation'>('operation');
  const [sort, setSort] = useState<Column>('selfMs');
  const sums = useMemo(() => sumUp(view.tree, view.path, by), [view.tree, view.path, by]);
  const sorted = useMemo(() => sums.toSorted((a, b) => b[sort] - a[sort]), [sums, sort]);
  const selfMs = sums.reduce((all, sum) => all + sum.selfMs, 0);
  return (
    <div className={css['scroll']}>
      <div className={css['bar']}>
        <SegmentedControl
          size="xs"
          value={by}
          onChange={(value) => setBy(value === 'service' ? 'service' : 'operation')}
          data={[
            { value: 'operation', label: 'By operation' },
            { value: 'service', label: 'By service' },
          ]}
        />
        <span className="muted">{countOf(sums.length, by)}</span>
      </div>
      <table className={table['table']} aria-label={`Sums by ${by}`}>
        <colgroup>
          <col style={{ width: '18%' }} />
          {by === 'operation' && <col />}
          <col style={{ width: 84 }} />
          <col style={{ width: 84 }} />
          <col style={{ width: 104 }} />
          <col style={{ width: 196 }} />
          <col style={{ width: 122 }} />
          <col style={{ width: 110 }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Service</th>
            {by === 'operation' && <th scope="col">Operation</th>}
            {COLUMNS.map(({ key, title, hint }) => (
              <th
                key={key}
                scope="col"
                className={table['number']}
                aria-sort={sort === key ? 'descending' : 'none'}
                title={hint}
              >
                <button
                  type="button"
                  className={`${table['sort']} ${sort === key ? table['sorted'] : ''}`}
                  onClick={() => setSort(key)}
                >
                  {title}
                  {sort === key && <IconArrowDown size={12} aria-hidden="true" />}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, MOST_ROWS).map((sum) => (
            <SumRow
              key={JSON.stringify([sum.service, sum.name])}
              sum={sum}
              by={by}
              share={selfMs > 0 ? sum.selfMs / selfMs : 0}
              open={open}
            />
          ))}
        </tbody>
      </table>
      {sorted.length > MOST_ROWS && (
        <p className={css['bar']}>{formatCount(sorted.length - MOST_ROWS)} more are not shown.</p>
      )}
    </div>
  );
}

function SumRow(props: {
  sum: Sum;
  by: 'service' | 'operation';
  share: number;
  open: (key: string) => void;
}) {
  const { sum, by, share, open } = props;
  return (
    <tr className={table['row']}>
      <td>
        <ServiceName service={sum.service} />
      </td>
      {by === 'operation' && (
        <td className="cut" title={sum.name}>
          {sum.name || '(no name)'}
        </td>
      )}
      <td className={table['number']}>{formatCount(sum.spans)}</td>
      <td className={`${table['number']} ${sum.errors > 0 ? css['bad'] : 'faint'}`}>
        {formatCount(sum.errors)}
      </td>
      <td className={table['number']}>{formatDuration(sum.totalMs)}</td>
      <td className={table['number']}>
        <span className={css['share']} title={`${formatPercent(share)} of all self time`}>
          <span className={css['track']} aria-hidden="true">
            <span className={css['fill']} style={{ width: `${share * 100}%` }} />
          </span>
          <span className={css['amount']}>{formatDuration(sum.selfMs)}</span>
        </span>
      </td>
      <td className={table['number']}>{formatDuration(sum.criticalMs)}</td>
      <td className={table['number']}>
        <button
          type="button"
          className={css['open']}
          title="Open it"
          onClick={() => open(sum.longestKey)}
        >
          {formatDuration(sum.longestMs)}
        </button>
      </td>
    </tr>
  );
}
