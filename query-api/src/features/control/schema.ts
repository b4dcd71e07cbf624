import { Decision } from '@nunchi/store/control/decision';
import { ACTION_STATES, ActionSnapshot } from '@nunchi/store/control/snapshots';
import Type from 'typebox';
import {
  EpochMs,
  Nullable,
  pageQuery,
  parameters,
  TimeRangeQuery,
  words,
} from '../../schemas/common.ts';
import { ControlEvent, EVENT_KINDS } from '../../schemas/control.ts';

export const KillSwitch = Type.Object(
  {
    engaged: Type.Boolean({ description: 'While it is, the loop does nothing to any agent.' }),
    by: Type.String(),
    reason: Type.String(),
    since: Nullable(EpochMs),
  },
  { $id: 'KillSwitch' },
);

export const KillSwitchBody = Type.Object(
  {
    engaged: Type.Boolean(),
    reason: Type.String({ maxLength: 2_000 }),
    by: Type.Optional(Type.String({ maxLength: 100 })),
  },
  { additionalProperties: false },
);

export const ControlStatusReply = Type.Object(
  {
    loop: Type.Object({
      alive: Type.Boolean({ description: 'Whether it was at work in the last 15 seconds.' }),
      lastSeen: Nullable(EpochMs),
      startedAt: Nullable(EpochMs),
      ingestLagMs: Nullable(
        Type.Number({ description: 'How far the newest stored span is behind the clock.' }),
      ),
      missedEvaluations: Type.Integer(),
      problems: Type.Array(Type.String({ description: 'What it cannot do at the moment.' })),
    }),
    killSwitch: KillSwitch,
    counts: Type.Object({
      firing: Type.Integer(),
      pending: Type.Integer(),
      waitingApprovals: Type.Integer(),
      actionsInFlight: Type.Integer({ description: 'Actions that are in force now.' }),
      notificationsFailing: Type.Integer({
        description: 'Being retried, or given up in the last 24 hours.',
      }),
    }),
  },
  { $id: 'ControlStatus' },
);

export const EventsQuery = parameters({
  from: { ...TimeRangeQuery.from, default: 'now-24h' },
  to: TimeRangeQuery.to,
  chain: Type.Optional(Type.String({ description: 'Events of one alarm, whatever their kind.' })),
  subject: Type.Optional(Type.String()),
  kind: Type.Optional(words(EVENT_KINDS)),
  service: Type.Optional(Type.String()),
  ...pageQuery(100, 1_000),
});

export const EventsReply = Type.Object({
  events: Type.Array(ControlEvent, { description: 'Newest first.' }),
  nextCursor: Type.Optional(Type.String()),
});

export const ActionsQuery = parameters({
  state: Type.Optional(words(ACTION_STATES)),
});

export const Action = Type.Object(
  {
    ...ActionSnapshot.properties,
    chain: Type.String({ description: 'Of the alarm that it belongs to.' }),
    summary: Type.String({ description: 'Its last event, in one sentence.' }),
    pending: Nullable(
      Type.Object(
        { ...Decision.properties, at: EpochMs },
        { description: "A person's word that the control loop has not acted on yet." },
      ),
    ),
  },
  { $id: 'Action' },
);

export const ActionsReply = Type.Object({
  actions: Type.Array(Action, { description: 'Newest first; at most 500.' }),
});

export const ActionParams = parameters({
  id: Type.String({ minLength: 1, maxLength: 300, description: 'Id of an action.' }),
});

export const DecisionBody = Type.Object(
  {
    by: Type.Optional(Type.String({ maxLength: 100, description: 'Who says so.' })),
    comment: Type.Optional(Type.String({ maxLength: 2_000 })),
  },
  { additionalProperties: false },
);
