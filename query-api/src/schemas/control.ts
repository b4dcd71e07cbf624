import { EVENT_TYPES, type EventKind, type EventType } from '@nunchi/store/control/events';
import Type from 'typebox';
import { UnixNano, words } from './common.ts';

export const EVENT_KINDS = Object.keys(EVENT_TYPES) as EventKind[];

/** Something that the control loop observed, decided or did. */
export const ControlEvent = Type.Object(
  {
    sequence: Type.Integer(),
    timeUnixNano: UnixNano,
    type: words<EventType[]>(Object.values(EVENT_TYPES).flat()),
    kind: words<EventKind[]>(EVENT_KINDS),
    subject: Type.String({ description: 'Fingerprint of an alarm, id of an action, and so on.' }),
    chain: Type.String({ description: 'Shared by the events of one alarm; may be empty.' }),
    cause: Type.Integer({ description: 'Sequence of the event that led to it; 0: none.' }),
    service: Type.String(),
    summary: Type.String({ description: 'One sentence for people.' }),
    body: Type.Unknown({ description: 'The subject as it was after the event, by the kind.' }),
  },
  { $id: 'ControlEvent' },
);
