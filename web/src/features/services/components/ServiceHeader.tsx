import {
  IconAdjustmentsHorizontal,
  IconBell,
  IconListDetails,
  IconSitemap,
  IconTimeline,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { serviceColor } from '../../../shared/service-color.ts';
import { HealthMark } from '../../../shared/ui/HealthMark.tsx';
import marks from '../../../shared/ui/marks.module.css';
import { type Service, spansOf } from '../api/queries.ts';
import css from '../service.module.css';
import type { Scope } from '../url.ts';

interface Props {
  service: string;
  /** Undefined while it is not known. */
  known: Service | undefined;
  scope: Scope;
}

export function ServiceHeader({ service, known, scope }: Props) {
  return (
    <div className={css['title']}>
      <Link to="/services" search={scope} className={css['crumb']}>
        Services
      </Link>
      <span className="faint" aria-hidden="true">
        /
      </span>
      <span className={marks['swatch']} style={{ background: serviceColor(service) }} />
      <h1 className="cut" title={service}>
        {service}
      </h1>
      {known && (
        <span className={css['health']} aria-live="polite">
          <HealthMark health={known.health} />
          <span className={`cut ${css['reason']}`} title={known.healthReason}>
            {known.healthReason}
          </span>
        </span>
      )}
      <nav className={css['links']} aria-label={`More of ${service}`}>
        <Link to="/traces" search={{ q: spansOf(service, scope) }} className={css['link']}>
          <IconTimeline size={14} aria-hidden="true" />
          Traces
        </Link>
        <Link to="/logs" search={{ service }} className={css['link']}>
          <IconListDetails size={14} aria-hidden="true" />
          Logs
        </Link>
        <Link
          to="/map"
          search={{ focus: `service:${service}`, selected: `service:${service}` }}
          className={css['link']}
        >
          <IconSitemap size={14} aria-hidden="true" />
          Map
        </Link>
        <Link to="/alarms" search={{ service }} className={css['link']}>
          <IconBell size={14} aria-hidden="true" />
          Alarms
        </Link>
        <Link to="/services/$service/config" params={{ service }} className={css['link']}>
          <IconAdjustmentsHorizontal size={14} aria-hidden="true" />
          Configure
        </Link>
      </nav>
    </div>
  );
}
