import { useElementSize } from '@mantine/hooks';
import {
  IconBell,
  IconBellCheck,
  IconPackage,
  IconServerOff,
  IconSettingsAutomation,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { CSSProperties, ReactNode } from 'react';
import { formatClock } from '../../../shared/format/time.ts';
import { AXIS_WIDTH, endPadding } from '../../../shared/chart/plot.ts';
import type { Window } from '../model/charts.ts';
import type { Happening } from '../model/happenings.ts';
import { MARK_PX, placeLabels } from '../model/lanes.ts';
import css from './happenings.module.css';

const LANE_PX = 22;
const MOST_LANES = 3;
const LETTER_PX = 6.4;
const WIDEST_PX = 200;

interface Props {
  happenings: readonly Happening[];
  window: Window;
  service: string;
}

/** Over the charts, on their axis: what happened when. Its lines go on through the charts. */
export function HappeningsLane({ happenings, window, service }: Props) {
  const { ref, width } = useElementSize();
  if (happenings.length === 0) return undefined;
  const axis = Math.max(0, width - AXIS_WIDTH - endPadding(window));
  const placed = placeLabels(
    happenings.map((of) => ({
      of,
      x: ((of.atMs - window.from) / (window.to - window.from)) * axis,
      width: Math.min(WIDEST_PX, MARK_PX + 8 + of.words.length * LETTER_PX),
    })),
    axis,
    MOST_LANES,
  );
  const lanes = Math.max(...placed.map(({ lane }) => lane)) + 1;
  return (
    <ol
      ref={ref}
      className={css['lanes']}
      // Where there is no width yet, nothing is in its place.
      style={{ height: lanes * LANE_PX, visibility: width === 0 ? 'hidden' : undefined }}
      aria-label="What happened in this time"
    >
      {placed.map(({ of, x, before, lane, labelled }) => (
        <li
          key={of.id}
          className={before ? css['before'] : undefined}
          style={{
            ...(before ? { right: width - AXIS_WIDTH - x } : { left: AXIS_WIDTH + x }),
            top: lane * LANE_PX,
            maxWidth: WIDEST_PX,
          }}
        >
          <Mark of={of} service={service}>
            <Icon of={of} />
            <span className={labelled ? 'cut' : 'sr-only'}>{of.words}</span>
            <span className="sr-only">, {formatClock(`${Math.round(of.atMs)}000000`)}</span>
          </Mark>
        </li>
      ))}
    </ol>
  );
}

/** The colour of a mark, and of its line in the charts. */
export const colorOf = ({ kind, tone }: Happening): string =>
  tone === 'bad'
    ? 'var(--error)'
    : tone === 'good'
      ? 'var(--ok)'
      : kind === 'deployment'
        ? 'var(--info)'
        : 'var(--warn)';

function Icon({ of }: { of: Happening }) {
  const Drawn = {
    deployment: IconPackage,
    alarm: of.tone === 'good' ? IconBellCheck : IconBell,
    action: IconSettingsAutomation,
    instance: IconServerOff,
  }[of.kind];
  return <Drawn size={13} aria-hidden="true" />;
}

interface MarkProps {
  of: Happening;
  service: string;
  children: ReactNode;
}

function Mark({ of, service, children }: MarkProps) {
  const { leadsTo } = of;
  const style: CSSProperties = { color: colorOf(of) };
  const look = {
    className: css['mark'],
    style,
    title: `${formatClock(`${Math.round(of.atMs)}000000`)} · ${of.title}`,
  };
  switch (leadsTo.page) {
    case 'version':
      return (
        <Link
          from="/services/$service"
          search={(now) => ({ ...now, version: leadsTo.version })}
          {...look}
        >
          {children}
        </Link>
      );
    case 'alarm':
      return (
        <Link to="/alarms/$fingerprint" params={{ fingerprint: leadsTo.fingerprint }} {...look}>
          {children}
        </Link>
      );
    case 'story':
      return (
        <Link to="/control" search={{ chain: leadsTo.chain }} {...look}>
          {children}
        </Link>
      );
    case 'instances':
      return (
        <Link to="/instances" search={{ service }} {...look}>
          {children}
        </Link>
      );
  }
}
