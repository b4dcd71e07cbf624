import {
  IconAlertCircleFilled,
  IconAlertTriangle,
  IconChevronDown,
  IconChevronRight,
  IconNotes,
} from '@tabler/icons-react';
import { memo, type CSSProperties } from 'react';
import { formatDuration } from '../../../shared/format/duration.ts';
import { countOf, formatCount } from '../../../shared/format/number.ts';
import { serviceColor } from '../../../shared/service-color.ts';
import { barPlace } from '../../../shared/axis.ts';
import type { Row } from '../model/rows.ts';
import { FLAW_WORDS } from '../model/tree.ts';
import css from '../waterfall.module.css';

interface Props {
  row: Row;
  index: number;
  top: number;
  durationMs: number;
  logs: number;
  selected: boolean;
  dimmed: boolean;
  select: (key: string) => void;
  toggle: (key: string) => void;
}

export const WaterfallRow = memo(
  function WaterfallRow(props: Props) {
    const { row, index, selected } = props;
    const { node, lines, collapsed } = row;
    const { span } = node;
    const failed = span.status === 'error';
    const parent = node.children.length > 0;
    const style = {
      transform: `translateY(${props.top}px)`,
      '--color': serviceColor(span.service),
    } as CSSProperties;
    return (
      <div
        id={`row-${index}`}
        role="row"
        aria-level={node.depth + 1}
        aria-rowindex={index + 1}
        aria-selected={selected}
        aria-expanded={parent ? !collapsed : undefined}
        className={`${css['row']} ${selected ? css['selected'] : ''} ${props.dimmed ? css['dimmed'] : ''}`}
        style={style}
        onClick={() => props.select(node.key)}
      >
        <div role="gridcell" className={css['name']}>
          {lines.map((goesOn, level) => (
            <span
              // The place in the list is what a guide is.
              key={level}
              className={`${css['guide']} ${goesOn ? css['on'] : ''} ${level === lines.length - 1 ? css['own'] : ''}`}
              aria-hidden="true"
            />
          ))}
          {parent ? (
            <button
              type="button"
              tabIndex={-1}
              className={css['caret']}
              aria-label={collapsed ? 'Open' : 'Close'}
              onClick={(event) => {
                event.stopPropagation();
                props.toggle(node.key);
              }}
            >
              {collapsed ? <IconChevronRight size={13} /> : <IconChevronDown size={13} />}
            </button>
          ) : (
            <span className={css['leaf']} aria-hidden="true" />
          )}
          <span className={css['swatch']} aria-hidden="true" />
          {failed && (
            <span className={css['failed']} title={span.statusMessage || 'This span has failed'}>
              <IconAlertCircleFilled size={13} role="img" aria-label="Error" />
            </span>
          )}
          <span className={css['text']} title={`${span.service} · ${span.name}`}>
            <span className={css['spanName']}>{span.name || '(no name)'}</span>
            <span className={css['service']}>{span.service}</span>
          </span>
          {node.flaws.length > 0 && (
            <span
              className={css['flaw']}
              title={node.flaws.map((flaw) => FLAW_WORDS[flaw].says).join('\n')}
            >
              <IconAlertTriangle size={12} aria-hidden="true" />
              <span className={css['flawWords']}>
                {FLAW_WORDS[node.flaws[0]!].one}
                {node.flaws.length > 1 && ` +${node.flaws.length - 1}`}
              </span>
            </span>
          )}
          {collapsed && (
            <span className={css['below']} title={`${countOf(node.below, 'span')} below`}>
              +{formatCount(node.below)}
              {node.errorsBelow > 0 && (
                <span className={css['failed']} title={countOf(node.errorsBelow, 'error')}>
                  <IconAlertCircleFilled size={11} role="img" aria-label="Errors below" />
                  {formatCount(node.errorsBelow)}
                </span>
              )}
            </span>
          )}
          {props.logs > 0 && (
            <span className={css['logs']} title={countOf(props.logs, 'log record')}>
              <IconNotes size={12} aria-hidden="true" />
              {formatCount(props.logs)}
              <span className="sr-only"> log records</span>
            </span>
          )}
        </div>
        <div role="gridcell" className={css['time']}>
          <Bar row={row} durationMs={props.durationMs} />
        </div>
      </div>
    );
  },
  // The callbacks are new with every render of the waterfall and always do the same.
  (a, b) =>
    a.row === b.row &&
    a.index === b.index &&
    a.top === b.top &&
    a.selected === b.selected &&
    a.dimmed === b.dimmed &&
    a.logs === b.logs &&
    a.durationMs === b.durationMs,
);

function Bar({ row, durationMs }: { row: Row; durationMs: number }) {
  const { node } = row;
  const { left, width } = barPlace(node.offsetMs, node.span.durationMs, durationMs);
  const right = left + width;
  // Beside the bar where there is room, to the right first; on a long bar it has to be inside.
  const side = right < 84 ? 'after' : left > 16 ? 'before' : 'inside';
  const place =
    side === 'after'
      ? { left: `max(${right}%, ${left}% + 2px)` }
      : side === 'before'
        ? { right: `${100 - left}%` }
        : { right: `${100 - right}%` };
  const label = formatDuration(node.span.durationMs);
  const backwards = node.span.durationMs < 0;
  return (
    <>
      <span
        className={`${css['bar']} ${node.span.status === 'error' ? css['barFailed'] : ''} ${backwards ? css['backwards'] : ''}`}
        style={{ left: `min(${left}%, 100% - 2px)`, width: `${width}%` }}
        title={`${label}, starts after ${formatDuration(node.offsetMs)}`}
      />
      <span
        className={`${css['duration']} ${side === 'inside' ? css['inside'] : ''}`}
        style={place}
      >
        {label}
      </span>
    </>
  );
}
