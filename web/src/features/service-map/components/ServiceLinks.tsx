import {
  IconBell,
  IconListDetails,
  IconServer2,
  IconStack2,
  IconTimeline,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import css from '../panel.module.css';

/** From a service on the map to everything else that is known of it. */
export function ServiceLinks({ service }: { service: string }) {
  return (
    <>
      <Link to="/services/$service" params={{ service }} className={css['link']}>
        <IconStack2 size={14} aria-hidden="true" />
        Service
      </Link>
      <Link to="/traces" search={{ service }} className={css['link']}>
        <IconTimeline size={14} aria-hidden="true" />
        Traces
      </Link>
      <Link to="/logs" search={{ service }} className={css['link']}>
        <IconListDetails size={14} aria-hidden="true" />
        Logs
      </Link>
      <Link to="/instances" search={{ service }} className={css['link']}>
        <IconServer2 size={14} aria-hidden="true" />
        Instances
      </Link>
      <Link to="/alarms" search={{ service }} className={css['link']}>
        <IconBell size={14} aria-hidden="true" />
        Alarms
      </Link>
    </>
  );
}
