import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconClockExclamation,
  IconDoorExit,
  IconOctagonFilled,
} from '@tabler/icons-react';
import marks from '../ui/marks.module.css';
import type { Status } from './registry.ts';

const MARKS = {
  healthy: { Icon: IconCircleCheckFilled, word: 'Healthy', look: 'healthy', says: '' },
  degraded: {
    Icon: IconAlertTriangleFilled,
    word: 'Degraded',
    look: 'degraded',
    says: 'It says that it is not well, or refused its configuration.',
  },
  late: {
    Icon: IconClockExclamation,
    word: 'Late',
    look: 'degraded',
    says: 'It missed a heartbeat.',
  },
  down: {
    Icon: IconOctagonFilled,
    word: 'Down',
    look: 'unhealthy',
    says: 'It missed three heartbeats.',
  },
  left: { Icon: IconDoorExit, word: 'Left', look: 'unknown', says: 'It said goodbye.' },
} as const;

/** Shape and word carry the status of an instance; the colour only helps. */
export function StatusMark({ status }: { status: Status }) {
  const { Icon, word, look, says } = MARKS[status];
  return (
    <span className={`${marks['health']} ${marks[look]}`} title={says}>
      <Icon size={14} aria-hidden="true" />
      {word}
    </span>
  );
}

export const statusWord = (status: Status): string => MARKS[status].word;
