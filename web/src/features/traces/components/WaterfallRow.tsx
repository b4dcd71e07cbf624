import {
  IconAlertCircleFilled,
  IconAlertTriangle,
  IconChevronDown,
  IconChevronRight,
  IconNotes,
} from '@tabler/icons-react';
import { memo } from 'react';
import { countOf, formatCount } from '../../../shared/format/number.ts';
import { serviceColor } from '../../../shared/service-color.ts';
import type { Segment } from '../model/critical-path.ts';
import { FLAW_WORDS } from '../model/flaws.ts';
import type { PlacedLog } from '../model/logs.ts';
import type { SpanRow } from '../model/rows.ts';
import { spanDetail } from '../model/span-detail.ts';
import type { TraceNode } from '../model/tree.ts';
import type { Zoom } from '../model/zoom.ts';
import css from '../waterfall.module.css';
import { RowFrame } from './RowFrame.tsx';
import { SpanBar } from './SpanBar.tsx';

interface Props {
  row: SpanRow;
  index: number;
  inSight: Zoom;
  selected: boolean;
  dimmed: boolean;
  logs: readonly PlacedLog[];
  critical: readonly Segment[];
  select: (key: string) => void;
  toggle: (key: string, all: boolean) => void;
}

export const WaterfallRow = memo(function WaterfallRow(props: Props) {
  const { row, inSight, logs, critical, toggle, ...frame } = props;
  const { node, collapsed } = row;
  const { span } = node;
  const parent = node.children.length > 0;
  const detail = spanDetail(span);
  return (
    <RowFrame
      row={row}
      {...frame}
      color={serviceColor(span.service)}
      expanded={parent ? !collapsed : undefined}
      name={
        <>
          {parent ? (
            <button
              type="button"
              tabIndex={-1}
              className={css['caret']}
              aria-label={collapsed ? 'Open' : 'Close'}
              title="With Shift, all below it too"
              onClick={(event) => {
                event.stopPropagation();
                toggle(node.key, event.shiftKey);
              }}
            >
              {collapsed ? <IconChevronRight size={13} /> : <IconChevronDown size={13} />}
            </button>
          ) : (
            <span className={css['leaf']} aria-hidden="true" />
          )}
          <span className={css['swatch']} aria-hidden="true" />
          {span.status === 'error' && (
            <span className={css['failed']} title={span.statusMessage || 'This span has failed'}>
              <IconAlertCircleFilled size={13} role="img" aria-label="Error" />
            </span>
          )}
          <span
            className={css['text']}
            title={`${span.service} · ${span.name} ${detail}`.trimEnd()}
          >
            <span className={css['spanName']}>{span.name || '(no name)'}</span>
            <span className={css['service']}>{span.service}</span>
            {detail !== '' && <span className={css['detail']}>{detail}</span>}
          </span>
          <Marks node={node} collapsed={collapsed} logs={logs.length} />
        </>
      }
      time={<SpanBar node={node} inSight={inSight} logs={logs} critical={critical} />}
    />
  );
});

function Marks({ node, collapsed, logs }: { node: TraceNode; collapsed: boolean; logs: number }) {
  const [flaw] = node.flaws;
  return (
    <>
      {flaw !== undefined && (
        <span
          className={css['flaw']}
          title={node.flaws.map((each) => FLAW_WORDS[each].says).join('\n')}
        >
          <IconAlertTriangle size={12} aria-hidden="true" />
          <span className={css['flawWords']}>
            {FLAW_WORDS[flaw].one}
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
      {logs > 0 && (
        <span className={css['logs']} title={countOf(logs, 'log record')}>
          <IconNotes size={12} aria-hidden="true" />
          {formatCount(logs)}
          <span className="sr-only"> log records</span>
        </span>
      )}
    </>
  );
}
