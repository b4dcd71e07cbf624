import { formatDuration } from '../../../shared/format/duration.ts';
import { placeOf, ticksOf } from '../model/ticks.ts';
import type { Zoom } from '../model/zoom.ts';
import css from '../time-axis.module.css';

const WANTED = 5;

/** The times above the bars. */
export function TimeAxis({ inSight }: { inSight: Zoom }) {
  return (
    <div className={css['axis']} aria-hidden="true">
      {ticksOf(inSight, WANTED).map((tick) => {
        const left = placeOf(tick, inSight);
        return (
          // At the very end the words have no room but on the other side.
          <span
            key={tick}
            className={`${css['tick']} ${left > 92 ? css['last'] : ''}`}
            style={{ left: `${left}%` }}
          >
            {formatDuration(tick)}
          </span>
        );
      })}
    </div>
  );
}

/** Their lines behind the bars. */
export function TimeLines({ inSight }: { inSight: Zoom }) {
  return (
    <div className={css['lines']} aria-hidden="true">
      {ticksOf(inSight, WANTED).map((tick) => (
        <span key={tick} style={{ left: `${placeOf(tick, inSight)}%` }} />
      ))}
    </div>
  );
}
