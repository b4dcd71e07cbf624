import { Button } from '@mantine/core';
import { IconAlertTriangle, IconBraces, IconLink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Trace } from '../../../api/types.ts';
import { formatDuration } from '../../../shared/format/duration.ts';
import { countOf, formatCount } from '../../../shared/format/number.ts';
import { formatClock } from '../../../shared/format/time.ts';
import { CopyButton } from '../../../shared/ui/CopyButton.tsx';
import { ServiceName } from '../../../shared/ui/ServiceName.tsx';
import { RelativeTime } from '../../../shared/ui/Time.tsx';
import { FLAW_WORDS, type Flaw, type TraceTree } from '../model/tree.ts';
import css from '../trace.module.css';

const MOST_CORRELATIONS = 4;

export function TraceHeader({ trace, tree }: { trace: Trace; tree: TraceTree }) {
  const root = tree.roots[0]?.span;
  const services = new Set(trace.spans.map(({ service }) => service));
  const errors = trace.spans.filter(({ status }) => status === 'error').length;
  const start = String(tree.startUnixNano);
  return (
    <header className={css['header']}>
      <div className={css['titleLine']}>
        <span className={css['rootService']}>
          <ServiceName service={root?.service ?? ''} />
        </span>
        <h1 className="cut" title={root?.name}>
          {root?.name || 'Trace without spans'}
        </h1>
        <Button
          component="a"
          href={`/api/v1/traces/${trace.traceId}`}
          target="_blank"
          rel="noopener"
          size="compact-xs"
          variant="default"
          leftSection={<IconBraces size={13} />}
        >
          JSON
        </Button>
      </div>
      <dl className={css['facts']}>
        <Fact name="Trace id">
          <span className="mono">{trace.traceId}</span>
          <CopyButton value={trace.traceId} what="trace id" />
        </Fact>
        <Fact name="Start">
          {formatClock(start)}{' '}
          <span className="faint">
            <RelativeTime nano={start} />
          </span>
        </Fact>
        <Fact name="Duration">{formatDuration(tree.durationMs)}</Fact>
        <Fact name="Spans">{formatCount(trace.spans.length + trace.truncated.spans)}</Fact>
        <Fact name="Services">
          <span title={[...services].join('\n')}>{services.size}</span>
        </Fact>
        <Fact name="Errors">
          <span className={errors > 0 ? css['bad'] : ''}>{formatCount(errors)}</span>
        </Fact>
        {trace.correlationIds.length > 0 && (
          <Fact name={trace.correlationIds.length === 1 ? 'Correlation id' : 'Correlation ids'}>
            {trace.correlationIds.slice(0, MOST_CORRELATIONS).map((correlationId) => (
              <Link
                key={correlationId}
                to="/correlations/$correlationId"
                params={{ correlationId }}
                className={css['correlation']}
                title={`Everything that carries ${correlationId}`}
              >
                <IconLink size={12} aria-hidden="true" />
                <span className="cut">{correlationId}</span>
              </Link>
            ))}
            {trace.correlationIds.length > MOST_CORRELATIONS && (
              <span className="faint" title={trace.correlationIds.join('\n')}>
                +{trace.correlationIds.length - MOST_CORRELATIONS}
              </span>
            )}
          </Fact>
        )}
      </dl>
      {tree.flaws.size > 0 && (
        <ul className={css['flaws']} aria-label="What is odd about this trace">
          {[...tree.flaws].map(([flaw, count]) => (
            <li key={flaw} title={FLAW_WORDS[flaw].says}>
              <IconAlertTriangle size={13} aria-hidden="true" />
              {summary(flaw, count)}
            </li>
          ))}
        </ul>
      )}
    </header>
  );
}

function summary(flaw: Flaw, count: number): string {
  const spans = countOf(count, 'span');
  const one = count === 1;
  switch (flaw) {
    case 'missing-parent':
      return `${spans} whose parent has not arrived`;
    case 'cycle':
      return `${countOf(count, 'cycle')} of parents`;
    case 'duplicate-id':
      return `${spans} with an id that is already taken`;
    case 'extra-root':
      return `${countOf(count, 'further root')}`;
    case 'negative-duration':
      return `${spans} that ${one ? 'ends' : 'end'} before ${one ? 'it starts' : 'they start'}`;
  }
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
