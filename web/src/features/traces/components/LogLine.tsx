import { memo } from 'react';
import { oneLine } from '../../../shared/attributes.ts';
import { formatDuration } from '../../../shared/format/duration.ts';
import { severityName } from '../../../shared/severity.ts';
import { SeverityMark } from '../../../shared/ui/SeverityMark.tsx';
import type { LogRow } from '../model/rows.ts';
import { placeOf } from '../model/ticks.ts';
import type { Zoom } from '../model/zoom.ts';
import css from '../waterfall.module.css';
import { RowFrame } from './RowFrame.tsx';

interface Props {
  row: LogRow;
  index: number;
  inSight: Zoom;
  selected: boolean;
  select: (key: string) => void;
}

/** A log record between the spans, at its time. */
export const LogLine = memo(function LogLine({ row, inSight, ...others }: Props) {
  const { log, offsetMs } = row.placed;
  const words = oneLine(log.body) || log.eventName || '(no body)';
  const left = placeOf(offsetMs, inSight);
  const bad = ['error', 'fatal'].includes(severityName(log.severityNumber));
  return (
    <RowFrame
      row={row}
      {...others}
      color={undefined}
      name={
        <>
          <span className={css['leaf']} aria-hidden="true" />
          <span className={css['severity']}>
            <SeverityMark severityNumber={log.severityNumber} severityText={log.severityText} />
          </span>
          <span className={`mono cut ${css['logBody']}`} title={words}>
            {words}
          </span>
        </>
      }
      time={
        left >= 0 && left <= 100 ? (
          <span
            className={`${css['logMark']} ${bad ? css['logBad'] : ''} ${left > 84 ? css['toLeft'] : ''}`}
            style={{ left: `${left}%` }}
          >
            {formatDuration(offsetMs)}
          </span>
        ) : undefined
      }
    />
  );
});
