import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Trace } from '../../../../api/types.ts';
import { formatDuration } from '../../../../shared/format/duration.ts';
import { formatCount } from '../../../../shared/format/number.ts';
import { SkeletonRows } from '../../../../shared/ui/Page.tsx';
import { Failed } from '../../../../shared/ui/States.tsx';
import states from '../../../../shared/ui/states.module.css';
import table from '../../../../shared/ui/table.module.css';
import { ClockTime } from '../../../../shared/ui/Time.tsx';
import { alikeQuery } from '../../api/trace.ts';
import { buildTree } from '../../model/tree.ts';
import { mainRoot } from '../../model/walk.ts';
import css from '../compare.module.css';

/** Traces around the same time that begin with the same operation: the usual ones to compare with. */
export function Candidates({ of, choose }: { of: Trace; choose: (traceId: string) => void }) {
  const tree = useMemo(() => buildTree(of.spans), [of]);
  const root = mainRoot(tree)?.span;
  const query = useQuery({
    ...alikeQuery(root?.service ?? '', root?.name ?? '', tree.startUnixNano),
    enabled: root !== undefined,
  });
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
  if (root && query.isPending) return <SkeletonRows rows={8} />;
  const traces = (query.data?.traces ?? []).filter(({ traceId }) => traceId !== of.traceId);
  if (traces.length === 0) {
    return (
      <section className={states['state']}>
        <h2>Paste the id of the other trace</h2>
        <p className={states['detail']}>
          Within an hour of this one there is no other that begins with the same operation.
        </p>
      </section>
    );
  }
  return (
    <>
      <p className={css['bar']}>
        With which one? These passed through {root?.service} · {root?.name || '(no name)'} within an
        hour of it.
      </p>
      <table className={table['table']} aria-label="Traces to compare with">
        <colgroup>
          <col style={{ width: 200 }} />
          <col style={{ width: 120 }} />
          <col style={{ width: 90 }} />
          <col style={{ width: 90 }} />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Start</th>
            <th scope="col" className={table['number']}>
              Duration
            </th>
            <th scope="col" className={table['number']}>
              Spans
            </th>
            <th scope="col" className={table['number']}>
              Errors
            </th>
            <th scope="col">Trace</th>
          </tr>
        </thead>
        <tbody>
          {traces.map((trace) => (
            <tr key={trace.traceId} className={table['row']}>
              <td className="muted">
                <ClockTime nano={trace.startTimeUnixNano} />
              </td>
              <td className={table['number']}>{formatDuration(trace.durationMs)}</td>
              <td className={table['number']}>{formatCount(trace.spans)}</td>
              <td className={`${table['number']} ${trace.errors > 0 ? css['bad'] : 'faint'}`}>
                {formatCount(trace.errors)}
              </td>
              <td>
                <button
                  type="button"
                  className={`mono ${table['cover']} ${css['pick']}`}
                  onClick={() => choose(trace.traceId)}
                >
                  {trace.traceId}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
