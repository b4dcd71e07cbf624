import { IconHandStop, IconHeartOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { controlStatusQuery, LIVE_MS } from '../../api/control-loop.ts';
import { untilAnswered } from '../../api/recover.ts';
import { spanWords } from '../../shared/alarms/spans.ts';
import { useNow } from '../../shared/time/useNow.ts';
import css from './banners.module.css';

/** On every page: that the loop may not act, or that there is none. Nothing while all is well. */
export function ControlBanners() {
  const { data } = useQuery({ ...controlStatusQuery, refetchInterval: untilAnswered(LIVE_MS) });
  const now = useNow();
  if (data === undefined) return undefined;
  const { loop, killSwitch } = data;
  return (
    <>
      {!loop.alive && (
        <div className={`${css['banner']} ${css['dead']}`} role="status">
          <IconHeartOff size={15} aria-hidden="true" />
          <span className="cut">
            <strong>No control loop is at work</strong>
            {loop.lastSeen === null
              ? ': none has ever run here.'
              : ` for ${spanWords(Math.max(0, now - loop.lastSeen))}.`}{' '}
            Rules are not evaluated, nobody is notified, nothing is done.
          </span>
          <Link to="/control">Control loop</Link>
        </div>
      )}
      {killSwitch.engaged && (
        <div className={`${css['banner']} ${css['stopped']}`} role="status">
          <IconHandStop size={15} aria-hidden="true" />
          <span className="cut" title={killSwitch.reason}>
            <strong>All actions are stopped</strong>
            {killSwitch.by !== '' && ` by ${killSwitch.by}`}
            {killSwitch.reason !== '' && `: ${killSwitch.reason}`}
          </span>
          <Link to="/control">Control loop</Link>
        </div>
      )}
    </>
  );
}
