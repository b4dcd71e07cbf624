import { Link } from '@tanstack/react-router';
import { serviceColor } from '../../../shared/service-color.ts';
import { HealthMark } from '../../../shared/ui/HealthMark.tsx';
import marks from '../../../shared/ui/marks.module.css';
import { ServiceLinks } from '../../../shared/ui/ServiceLinks.tsx';
import { type Service, spansOf } from '../api/queries.ts';
import type { Scope } from '../url.ts';
import css from './service-header.module.css';

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
        <ServiceLinks
          service={service}
          to={['traces', 'logs', 'map', 'alarms', 'configuration']}
          spans={spansOf(service, scope)}
        />
      </nav>
    </div>
  );
}
