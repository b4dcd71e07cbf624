import { IconBellRingingFilled, IconCircleCheckFilled, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { untilAnswered } from '../../api/recover.ts';
import { newestAlarmEventsQuery } from './api/notices.ts';
import { dismiss, NO_NOTICES, takeIn, type Notice } from './model/notices.ts';
import { LIVE_MS } from '../../api/control-loop.ts';
import css from './notices.module.css';

/** Good news goes by itself; that something fires stays until it is read. */
const RESOLVED_STAYS_MS = 15_000;

/**
 * Tells on every page, once, that an alarm has begun to fire or has been resolved. The region is
 * always there, so that screen readers say what comes into it.
 */
export function AlarmNotices() {
  const { data } = useQuery({
    ...newestAlarmEventsQuery,
    refetchInterval: untilAnswered(LIVE_MS),
    refetchIntervalInBackground: true,
  });
  const [notices, setNotices] = useState(NO_NOTICES);
  useEffect(() => {
    if (data !== undefined) setNotices((before) => takeIn(before, data));
  }, [data]);
  return (
    <div className={css['region']} role="log" aria-live="polite" aria-label="News of alarms">
      {notices.shown.map((notice) => (
        <Toast
          key={notice.sequence}
          notice={notice}
          close={() => setNotices((before) => dismiss(before, notice.sequence))}
        />
      ))}
    </div>
  );
}

function Toast({ notice, close }: { notice: Notice; close: () => void }) {
  const { kind, fingerprint, text } = notice;
  useEffect(() => {
    if (kind !== 'resolved') return;
    const timer = setTimeout(close, RESOLVED_STAYS_MS);
    return () => clearTimeout(timer);
    // Only the first: a new function with every refresh would keep it for ever.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [kind]);
  const Icon = kind === 'firing' ? IconBellRingingFilled : IconCircleCheckFilled;
  return (
    <div className={`${css['toast']} ${css[kind]}`}>
      <Icon size={16} className={css['icon']} aria-hidden="true" />
      <div className={css['text']}>
        <strong>{kind === 'firing' ? 'An alarm fires' : 'An alarm is resolved'}</strong>
        <Link to="/alarms/$fingerprint" params={{ fingerprint }} onClick={close}>
          {text}
        </Link>
      </div>
      <button type="button" className={css['close']} onClick={close} aria-label="Dismiss">
        <IconX size={14} aria-hidden="true" />
      </button>
    </div>
  );
}
