import {
  IconAdjustmentsHorizontal,
  IconBell,
  IconListDetails,
  IconServer2,
  IconSitemap,
  IconStack2,
  IconTimeline,
} from '@tabler/icons-react';
import { Link, linkOptions } from '@tanstack/react-router';
import button from './button-link.module.css';

const PAGES = {
  service: {
    Icon: IconStack2,
    word: 'Service',
    of: (service: string) => linkOptions({ to: '/services/$service', params: { service } }),
  },
  traces: {
    Icon: IconTimeline,
    word: 'Traces',
    of: (service: string) => linkOptions({ to: '/traces', search: { service } }),
  },
  logs: {
    Icon: IconListDetails,
    word: 'Logs',
    of: (service: string) => linkOptions({ to: '/logs', search: { service } }),
  },
  map: {
    Icon: IconSitemap,
    word: 'Map',
    of: (service: string) => {
      const node = `service:${service}`;
      return linkOptions({ to: '/map', search: { focus: node, selected: node } });
    },
  },
  instances: {
    Icon: IconServer2,
    word: 'Instances',
    of: (service: string) => linkOptions({ to: '/instances', search: { service } }),
  },
  alarms: {
    Icon: IconBell,
    word: 'Alarms',
    of: (service: string) => linkOptions({ to: '/alarms', search: { service } }),
  },
  configuration: {
    Icon: IconAdjustmentsHorizontal,
    word: 'Configure',
    of: (service: string) => linkOptions({ to: '/services/$service/config', params: { service } }),
  },
} as const;

interface Props {
  service: string;
  /** Which of its pages, in order. */
  to: readonly (keyof typeof PAGES)[];
  /** In the query language, in place of all spans of the service. */
  spans?: string;
}

/** From a service to everything else that is known of it. */
export function ServiceLinks({ service, to, spans }: Props) {
  return to.map((page) => {
    const { Icon, word, of } = PAGES[page];
    const target =
      page === 'traces' && spans !== undefined
        ? linkOptions({ to: '/traces', search: { q: spans } })
        : of(service);
    return (
      <Link key={page} {...target} className={button['link']}>
        <Icon size={14} aria-hidden="true" />
        {word}
      </Link>
    );
  });
}
