import { barPlace } from '../../../shared/axis.ts';
import { formatDuration } from '../../../shared/format/duration.ts';
import type { Segment } from '../model/critical-path.ts';
import type { PlacedLog } from '../model/logs.ts';
import { selfMs } from '../model/self-time.ts';
import { AXIS_UNITS, strokes } from '../model/strokes.ts';
import type { TraceNode } from '../model/tree.ts';
import { endOf } from '../model/walk.ts';
import type { Zoom } from '../model/zoom.ts';
import css from '../waterfall.module.css';

interface Props {
  node: TraceNode;
  inSight: Zoom;
  logs: readonly PlacedLog[];
  critical: readonly Segment[];
}

/** From here on a record is a failure: OTLP's number of ERROR. */
const ERROR_SEVERITY = 17;

/** A span on the time axis, with its share of the critical path and its log records. */
export function SpanBar({ node, inSight, logs, critical }: Props) {
  const { durationMs, status } = node.span;
  const length = inSight.toMs - inSight.fromMs;
  const from = Math.min(node.offsetMs, node.offsetMs + durationMs);
  if (inSight.toMs < from) return <span className={`${css['beyond']} ${css['right']}`}>›</span>;
  if (inSight.fromMs > endOf(node)) return <span className={css['beyond']}>‹</span>;
  const { left, width } = barPlace(node.offsetMs - inSight.fromMs, durationMs, length);
  const label = formatDuration(durationMs);
  const title = [
    `${label}, starts after ${formatDuration(node.offsetMs)}`,
    `${formatDuration(selfMs(node))} of its own`,
  ].join('\n');
  return (
    <>
      <span
        className={`${css['bar']} ${status === 'error' ? css['barFailed'] : ''} ${durationMs < 0 ? css['backwards'] : ''}`}
        style={{ left: `min(${left}%, 100% - 2px)`, width: `${width}%` }}
        title={title}
      />
      <Strokes className={css['critical']} path={strokes(critical, inSight)} />
      <LogMarks logs={logs} inSight={inSight} />
      <Label left={left} width={width}>
        {label}
      </Label>
    </>
  );
}

function LogMarks({ logs, inSight }: { logs: readonly PlacedLog[]; inSight: Zoom }) {
  if (logs.length === 0) return undefined;
  const moments = (wanted: boolean) =>
    logs
      .filter(({ log }) => log.severityNumber >= ERROR_SEVERITY === wanted)
      .map(({ offsetMs }) => ({ fromMs: offsetMs, toMs: offsetMs }));
  return (
    <>
      <Strokes className={css['logTicks']} path={strokes(moments(false), inSight)} />
      <Strokes
        className={`${css['logTicks']} ${css['logTicksBad']}`}
        path={strokes(moments(true), inSight)}
      />
    </>
  );
}

function Strokes({ className, path }: { className: string | undefined; path: string }) {
  if (path === '') return undefined;
  return (
    <svg
      className={className}
      viewBox={`0 0 ${AXIS_UNITS} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}

/** Beside the bar where there is room, to the right first; on a long bar it has to be inside. */
function Label(props: { left: number; width: number; children: string }) {
  const { left } = props;
  const right = left + props.width;
  const side = right < 84 ? 'after' : left > 16 ? 'before' : 'inside';
  const place =
    side === 'after'
      ? { left: `max(${right}%, ${left}% + 2px)` }
      : { right: `${100 - (side === 'before' ? left : right)}%` };
  return (
    <span className={`${css['duration']} ${side === 'inside' ? css['inside'] : ''}`} style={place}>
      {props.children}
    </span>
  );
}
