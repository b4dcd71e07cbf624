import {
  IconAlertTriangleFilled,
  IconInfoCircleFilled,
  IconOctagonFilled,
} from '@tabler/icons-react';
import css from './alarms.module.css';

/** Shape and word carry the severity; the colour only helps. */
const MARKS = {
  critical: { Icon: IconOctagonFilled, word: 'Critical' },
  warning: { Icon: IconAlertTriangleFilled, word: 'Warning' },
  info: { Icon: IconInfoCircleFilled, word: 'Info' },
} as const;

export function AlarmSeverity({ severity }: { severity: string }) {
  const { Icon, word } = MARKS[severity as keyof typeof MARKS] ?? MARKS.info;
  return (
    <span className={`${css['mark']} ${css[severity] ?? css['info']}`}>
      <Icon size={14} aria-hidden="true" />
      {word}
    </span>
  );
}
