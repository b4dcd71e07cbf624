import { Button } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowsDiff,
  IconClockExclamation,
  IconDownload,
  IconLink,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatDuration } from '../../../shared/format/duration.ts';
import { formatCount } from '../../../shared/format/number.ts';
import { formatClock } from '../../../shared/format/time.ts';
import { CopyButton } from '../../../shared/ui/CopyButton.tsx';
import { ServiceLink } from '../../../shared/ui/ServiceLink.tsx';
import { RelativeTime } from '../../../shared/ui/Time.tsx';
import { countFlaws, FLAW_WORDS } from '../model/flaws.ts';
import { describeShift, shiftReason } from '../model/skew-words.ts';
import { mainRoot } from '../model/walk.ts';
import type { TraceView } from './useTraceView.ts';
import css from '../trace.module.css';

const MOST_CORRELATIONS = 4;
const MOST_SHIFTS = 3;

export function TraceHeader({ view }: { view: TraceView }) {
  const { trace, tree } = view;
  const root = mainRoot(tree)?.span;
  const services = new Set(trace.spans.map(({ service }) => service));
  const errors = view.errors.length;
  const start = root ? String(tree.startUnixNano) : trace.logs[0]?.timeUnixNano;
  return (
    <header className={css['header']}>
      <div className={css['titleLine']}>
        {root && (
          <span className={css['rootService']}>
            <ServiceLink service={root.service} />
          </span>
        )}
        <h1 className="cut" title={root?.name}>
          {root ? root.name || '(no name)' : 'Trace without spans'}
        </h1>
        <span className={css['buttons']}>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconArrowsDiff size={13} />}
            renderRoot={(props) => (
              <Link to="/traces/compare" search={{ a: trace.traceId }} {...props} />
            )}
          >
            Compare
          </Button>
          <Button
            component="a"
            href={`/api/v1/traces/${trace.traceId}`}
            download={`trace-${trace.traceId}.json`}
            size="compact-xs"
            variant="default"
            leftSection={<IconDownload size={13} />}
            title="Download the API’s answer as it is"
          >
            JSON
          </Button>
        </span>
      </div>
      <dl className={css['facts']}>
        <Fact name="Trace id">
          <span className="mono">{trace.traceId}</span>
          <CopyButton value={trace.traceId} what="trace id" />
        </Fact>
        {start !== undefined && (
          <Fact name="Start">
            {formatClock(start)}{' '}
            <span className="faint">
              <RelativeTime nano={start} />
            </span>
          </Fact>
        )}
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
      <Notes view={view} />
    </header>
  );
}

/** What is odd about the trace: nothing of it is hidden, and nothing of it unsaid. */
function Notes({ view: { trace, tree, skew, corrected } }: { view: TraceView }) {
  if (tree.flaws.size === 0 && skew.shifts.length === 0) return undefined;
  return (
    <ul className={css['flaws']} aria-label="What is odd about this trace">
      {[...tree.flaws].map(([flaw, count]) => (
        <li key={flaw} title={FLAW_WORDS[flaw].says}>
          <IconAlertTriangle size={13} aria-hidden="true" />
          {countFlaws(flaw, count)}
          {flaw === 'missing-parent' &&
            trace.truncated.spans > 0 &&
            ', or is among those not shown'}
        </li>
      ))}
      {skew.shifts.slice(0, MOST_SHIFTS).map((shift) => (
        <li key={shift.clock} title={shiftReason(shift)}>
          <IconClockExclamation size={13} aria-hidden="true" />
          {describeShift(shift, corrected)}
        </li>
      ))}
      {skew.shifts.length > MOST_SHIFTS && (
        <li title={skew.shifts.map((shift) => describeShift(shift, corrected)).join('\n')}>
          and of {skew.shifts.length - MOST_SHIFTS} more
        </li>
      )}
    </ul>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
