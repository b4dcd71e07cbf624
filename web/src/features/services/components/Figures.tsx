import { formatDuration } from '../../../shared/format/duration.ts';
import { countOf, formatCount, formatPercent, formatRate } from '../../../shared/format/number.ts';
import marks from '../../../shared/ui/marks.module.css';
import { RelativeTime } from '../../../shared/ui/Time.tsx';
import type { Service } from '../api/queries.ts';
import { type Change, errorChange, latencyChange, trafficChange } from '../model/compare.ts';
import { ChangeMark } from './ChangeMark.tsx';
import css from './figures.module.css';

/** How the service is in this time, and against its own past. */
export function Figures({ of }: { of: Service }) {
  const { before } = of;
  const latency = (ms: number | null): string => (ms === null ? '–' : formatDuration(ms));
  return (
    <dl className={css['figures']}>
      <Figure
        name="Requests"
        value={formatRate(of.requests, of.seconds * 1000)}
        title={countOf(of.requests, 'request')}
        usual={before && formatRate(before.requests, of.seconds * 1000)}
        change={trafficChange(of.requests, before && before.requests)}
      />
      <Figure
        name="Errors"
        value={of.errorRate === null ? '–' : formatPercent(of.errorRate)}
        bad={of.errors > 0}
        title={countOf(of.errors, 'failed request')}
        usual={before && formatPercent(before.errorRate)}
        change={errorChange(of.errorRate, before && before.errorRate)}
      />
      {(['p50Ms', 'p95Ms', 'p99Ms'] as const).map((quantile) => (
        <Figure
          key={quantile}
          name={quantile.slice(0, 3)}
          value={latency(of[quantile])}
          usual={before && latency(before[quantile])}
          change={latencyChange(of[quantile], before && before[quantile])}
        />
      ))}
      <div className={css['fact']}>
        <dt>{of.versions.length === 1 ? 'Version' : 'Versions'}</dt>
        <dd>{listed(of.versions)}</dd>
      </div>
      <div className={css['fact']}>
        <dt>{of.environments.length === 1 ? 'Environment' : 'Environments'}</dt>
        <dd>{listed(of.environments)}</dd>
      </div>
      {of.namespaces.some((namespace) => namespace !== '') && (
        <div className={css['fact']}>
          <dt>{of.namespaces.length === 1 ? 'Namespace' : 'Namespaces'}</dt>
          <dd>{listed(of.namespaces)}</dd>
        </div>
      )}
      <div className={css['fact']}>
        <dt>Instances</dt>
        <dd>{formatCount(of.instances)}</dd>
      </div>
      <div className={css['fact']}>
        <dt>First seen</dt>
        <dd>
          <RelativeTime nano={of.firstSeenUnixNano} />
        </dd>
      </div>
      <div className={css['fact']}>
        <dt>Last seen</dt>
        <dd>
          <RelativeTime nano={of.lastSeenUnixNano} />
        </dd>
      </div>
    </dl>
  );
}

interface FigureProps {
  name: string;
  value: string;
  title?: string;
  bad?: boolean;
  usual: string | null;
  change: Change | undefined;
}

function Figure({ name, value, title, bad = false, usual, change }: FigureProps) {
  return (
    <div className={css['figure']}>
      <dt>{name}</dt>
      <dd>
        <span className={bad ? marks['bad'] : undefined} title={title}>
          {value}
        </span>
        <ChangeMark change={change} />
        {usual !== null && <span className={css['usual']}>usually {usual}</span>}
      </dd>
    </div>
  );
}

const MOST_LISTED = 3;

function listed(values: readonly string[]) {
  const said = values.filter((value) => value !== '');
  if (said.length === 0) return <span className="faint">–</span>;
  const rest = said.length - MOST_LISTED;
  return (
    <span title={said.join('\n')}>
      {said.slice(0, MOST_LISTED).join(', ')}
      {rest > 0 && <span className="faint"> and {rest} more</span>}
    </span>
  );
}
