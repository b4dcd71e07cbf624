import type { AlarmRule } from '@nunchi/store/alarms/rule';
import { labelsInWords, latencyInWords, valueSentence } from '@nunchi/store/alarms/words';
import type { AlarmTransition } from '@nunchi/store/alarms/step';
import type { AlarmSnapshot } from '@nunchi/store/control/snapshots';

/** What happened to an alarm, as a sentence. `rule`: undefined when it is no more, or is broken. */
export function alarmSummary(
  type: AlarmTransition,
  alarm: AlarmSnapshot,
  rule: AlarmRule | undefined,
): string {
  const name = alarm.ruleName;
  const labels = labelsInWords(alarm.labels);
  const seen = rule ? valueSentence(rule, alarm.value) : alarm.condition;
  const why = alarm.message === '' ? seen : withoutStop(alarm.message);
  switch (type) {
    case 'alarm.pending':
      return `${name}, not for long enough yet: ${seen}${labels}.`;
    case 'alarm.dropped':
      return `${name} did not last: ${why}${labels}.`;
    case 'alarm.firing':
      return `${name}: ${seen}${labels}.`;
    case 'alarm.clearing':
      return `${name} is kept firing for ${rule?.keepFiringFor ?? 'a while'}: ${seen}${labels}.`;
    case 'alarm.resolved':
      return `${name} is over after ${durationOf(alarm)}: ${why}${labels}.`;
    case 'alarm.no-data':
      return `${name} stays ${alarm.state} without data: ${why}${labels}.`;
    case 'alarm.error':
      return `${name} stays ${alarm.state}, it cannot be evaluated: ${why}${labels}.`;
    case 'alarm.data':
      return `${name} has data again and stays ${alarm.state}: ${seen}${labels}.`;
  }
}

const durationOf = ({ firedAt, activeSince, resolvedAt }: AlarmSnapshot): string =>
  latencyInWords((resolvedAt ?? activeSince) - (firedAt ?? activeSince));

const withoutStop = (text: string): string => text.replace(/\.$/, '');
