import {
  IconBellRingingFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconHourglassHigh,
} from '@tabler/icons-react';
import css from './alarms.module.css';

const STATES = {
  firing: { Icon: IconBellRingingFilled, word: 'Firing' },
  pending: { Icon: IconHourglassHigh, word: 'Pending' },
  resolved: { Icon: IconCircleCheckFilled, word: 'Resolved' },
  inactive: { Icon: IconCircleDashed, word: 'Inactive' },
} as const;

export function AlarmState({ state }: { state: string }) {
  const { Icon, word } = STATES[state as keyof typeof STATES] ?? STATES.inactive;
  return (
    <span className={`${css['mark']} ${css[state] ?? css['inactive']}`}>
      <Icon size={14} aria-hidden="true" />
      {word}
    </span>
  );
}
