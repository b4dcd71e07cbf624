import { SEVERITIES } from '@nunchi/store/alarms/rule';
import { ACTION_STATES, AlarmSnapshot, VERDICTS } from '@nunchi/store/control/snapshots';
import Type from 'typebox';
import { Nullable, parameters, words } from '../../schemas/common.ts';
import { ControlEvent } from '../../schemas/control.ts';

const Fingerprint = Type.String({ minLength: 1, maxLength: 100, description: 'Of an alarm.' });
export const AlarmParams = parameters({ fingerprint: Fingerprint });

export const AlarmsQuery = parameters({
  state: Type.Optional(words(['pending', 'firing', 'resolved'])),
  severity: Type.Optional(words(SEVERITIES)),
  service: Type.Optional(Type.String()),
});

export const Alarm = Type.Object(
  {
    ...AlarmSnapshot.properties,
    chain: Type.String({ description: 'What the events of this alarm share.' }),
    service: Type.String(),
    summary: Type.String({ description: 'Its last event, in one sentence.' }),
    currentValue: Nullable(Type.Number({ description: 'Of the last evaluation.' })),
    notifications: Type.Object(
      {
        queued: Type.Integer(),
        retrying: Type.Integer(),
        delivered: Type.Integer(),
        abandoned: Type.Integer(),
      },
      { description: 'Its notifications by what became of them.' },
    ),
    actions: Type.Array(
      Type.Object({
        id: Type.String(),
        kind: Type.Literal('open-breaker'),
        peer: Type.String(),
        state: words(ACTION_STATES),
        verdict: Nullable(words(VERDICTS)),
      }),
    ),
  },
  { $id: 'Alarm' },
);

export const AlarmsReply = Type.Object({
  alarms: Type.Array(Alarm, {
    description:
      'Firing, then pending, then resolved within 24 hours; of each the newest first. At most 1,000.',
  }),
});

export const AlarmHistoryReply = Type.Object({
  events: Type.Array(ControlEvent, {
    description: 'Its transitions, newest first; at most 1,000.',
  }),
});
