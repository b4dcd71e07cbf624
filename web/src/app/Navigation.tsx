import { Link } from '@tanstack/react-router';
import {
  IconAdjustments,
  IconBell,
  IconDatabaseImport,
  IconHelp,
  IconListDetails,
  IconPlugConnected,
  IconRefreshDot,
  IconServer2,
  IconSitemap,
  IconStack2,
  IconTimeline,
} from '@tabler/icons-react';
import { Mark } from '../shared/ui/Mark.tsx';
import { ColorSchemeMenu } from './ColorSchemeMenu.tsx';
import { FiringCount, WaitingCount } from './NavigationCounts.tsx';
import css from './shell.module.css';

const PLACES = [
  { to: '/map', label: 'Map', Icon: IconSitemap },
  { to: '/services', label: 'Services', Icon: IconStack2 },
  { to: '/instances', label: 'Instances', Icon: IconServer2 },
  { to: '/traces', label: 'Traces', Icon: IconTimeline },
  { to: '/logs', label: 'Logs', Icon: IconListDetails },
  { to: '/alarms', label: 'Alarms', Icon: IconBell },
  { to: '/rules', label: 'Rules', Icon: IconAdjustments },
  { to: '/control', label: 'Control', Icon: IconRefreshDot },
  { to: '/pipeline', label: 'Pipeline', Icon: IconDatabaseImport },
] as const;

export function Navigation({ openHelp }: { openHelp: () => void }) {
  return (
    <nav className={css['nav']} aria-label="Main">
      <Link to="/map" className={css['brand']} aria-label="Nunchi">
        <Mark size={30} />
        <span>Nunchi</span>
      </Link>
      {PLACES.map(({ to, label, Icon }) => (
        <Link key={to} to={to} className={css['item']}>
          <Icon size={20} stroke={1.6} aria-hidden="true" />
          {label}
          {to === '/alarms' && <FiringCount />}
          {to === '/control' && <WaitingCount />}
        </Link>
      ))}
      <div className={css['grow']} />
      <Link to="/first-run" className={css['item']}>
        <IconPlugConnected size={20} stroke={1.6} aria-hidden="true" />
        Send data
      </Link>
      <ColorSchemeMenu />
      <button type="button" className={css['item']} onClick={openHelp} aria-haspopup="dialog">
        <IconHelp size={20} stroke={1.6} aria-hidden="true" />
        Help
      </button>
    </nav>
  );
}
