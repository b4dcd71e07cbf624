import { useMemo } from 'react';
import { formatDuration } from '../../../shared/format/duration.ts';
import { countOf, formatPercent } from '../../../shared/format/number.ts';
import { serviceColor } from '../../../shared/service-color.ts';
import { ServiceName } from '../../../shared/ui/ServiceName.tsx';
import { sumUp } from '../model/sums.ts';
import css from '../shares.module.css';
import type { TraceView } from './useTraceView.ts';

/** More than fit into the line are not worth making. */
const MOST_NAMED = 12;

/** Which services the time went to: each one's own, without what it waited for others. */
export function ServiceShares({ view: { tree, path } }: { view: TraceView }) {
  const sums = useMemo(() => sumUp(tree, path, 'service'), [tree, path]);
  const total = sums.reduce((sum, { selfMs }) => sum + selfMs, 0);
  const share = (selfMs: number): number => (total > 0 ? selfMs / total : 0);
  return (
    <div className={css['shares']}>
      <h2 className={css['title']}>Self time by service, of {countOf(sums.length, 'service')}</h2>
      <div className={css['stack']} aria-hidden="true">
        {sums.map(({ service, selfMs }) => (
          <span
            key={service}
            style={{ width: `${share(selfMs) * 100}%`, background: serviceColor(service) }}
            title={`${service}: ${formatDuration(selfMs)}`}
          />
        ))}
      </div>
      <ul className={css['list']}>
        {sums.slice(0, MOST_NAMED).map(({ service, selfMs }) => (
          <li key={service} title={`${service}: ${formatDuration(selfMs)} of its own`}>
            <ServiceName service={service} />
            <span className="muted">{formatPercent(share(selfMs))}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
