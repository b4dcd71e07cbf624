import {
  IconAlertTriangle,
  IconBan,
  IconBell,
  IconBellRinging,
  IconBolt,
  IconChartDots,
  IconCheck,
  IconCircleCheck,
  IconEye,
  IconHandStop,
  IconHeartbeat,
  IconHourglass,
  IconMailCheck,
  IconMailExclamation,
  IconPlayerStop,
  IconPlugConnected,
  IconPlugConnectedX,
  IconPlugX,
  IconRotate,
  IconSend,
} from '@tabler/icons-react';
import { stepTone } from './outcomes.ts';
import css from './story.module.css';

const ICONS: Readonly<Record<string, typeof IconBell>> = {
  'alarm.pending': IconHourglass,
  'alarm.firing': IconBellRinging,
  'alarm.clearing': IconHourglass,
  'alarm.resolved': IconCircleCheck,
  'alarm.error': IconAlertTriangle,
  'notification.queued': IconSend,
  'notification.retrying': IconMailExclamation,
  'notification.delivered': IconMailCheck,
  'notification.abandoned': IconMailExclamation,
  'action.dry-run': IconEye,
  'action.refused': IconBan,
  'action.waiting': IconHandStop,
  'action.rejected': IconBan,
  'action.expired': IconHourglass,
  'action.started': IconBolt,
  'action.applied': IconCheck,
  'action.failed': IconAlertTriangle,
  'action.verified': IconChartDots,
  'action.rolled-back': IconRotate,
  'action.ended': IconPlayerStop,
  'breaker.open': IconPlugConnectedX,
  'breaker.half-open': IconPlugX,
  'breaker.closed': IconPlugConnected,
  'kill-switch.on': IconHandStop,
  'kill-switch.off': IconHandStop,
};

interface Props {
  type: string;
  verdict: string | undefined;
}

/** The sign of a step: its shape is what happened, its colour how good that is. */
export function StepIcon({ type, verdict }: Props) {
  const Icon = ICONS[type] ?? (type.startsWith('instance.') ? IconHeartbeat : IconBell);
  return (
    <span className={`${css['stepIcon']} ${css[stepTone(type, verdict)]}`}>
      <Icon size={14} stroke={1.8} aria-hidden="true" />
    </span>
  );
}
