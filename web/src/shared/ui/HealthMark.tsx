import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconHelpCircle,
  IconOctagonFilled,
} from '@tabler/icons-react';
import type { Health } from '../../api/types.ts';
import css from './marks.module.css';

/** Shape and word carry the health; the colour only helps. */
const MARKS = {
  healthy: { Icon: IconCircleCheckFilled, word: 'Healthy' },
  degraded: { Icon: IconAlertTriangleFilled, word: 'Degraded' },
  unhealthy: { Icon: IconOctagonFilled, word: 'Unhealthy' },
  unknown: { Icon: IconHelpCircle, word: 'Unknown' },
} as const;

export function HealthMark({ health }: { health: Health }) {
  const { Icon, word } = MARKS[health as keyof typeof MARKS] ?? MARKS.unknown;
  return (
    <span className={`${css['health']} ${css[health] ?? css['unknown']}`}>
      <Icon size={14} aria-hidden="true" />
      {word}
    </span>
  );
}

/** The mark alone, for where its word is said otherwise. */
export function HealthIcon({ health, size = 15 }: { health: Health; size?: number }) {
  const { Icon } = MARKS[health as keyof typeof MARKS] ?? MARKS.unknown;
  return (
    <span className={`${css['health']} ${css[health] ?? css['unknown']}`} aria-hidden="true">
      <Icon size={size} />
    </span>
  );
}
