import Type from 'typebox';
import { MODES, SEVERITIES } from '../alarms/rule.ts';
import { anyKeys, Nullable, words } from '../runtime/schema.ts';

// The bodies of the control loop's events: each is its subject as it was after the event, so the
// newest event of a subject says how it is now. Times are epoch milliseconds.

const Texts = anyKeys(Type.String());
const Time = Type.Integer({ description: 'Epoch milliseconds.' });

export const ALARM_STATES = ['inactive', 'pending', 'firing', 'resolved'] as const;

/** Subject: the fingerprint. Chain: `<fingerprint>@<activeSince>`. */
export const AlarmSnapshot = Type.Object({
  fingerprint: Type.String({ description: 'Hash of the rule and the labels.' }),
  ruleId: Type.String(),
  ruleName: Type.String(),
  severity: words(SEVERITIES),
  labels: Texts,
  annotations: Texts,
  state: words(ALARM_STATES),
  /** Whether the last evaluation could tell. no-data and error leave `state` as it was. */
  evaluation: words(['ok', 'no-data', 'error']),
  activeSince: Time,
  firedAt: Nullable(Time),
  resolvedAt: Nullable(Time),
  /** Since when the condition of a firing alarm no longer holds, while it is kept firing. */
  clearSince: Nullable(Time),
  /** Since when evaluations could not tell. */
  unknownSince: Type.Optional(Nullable(Time)),
  /** How much of the time since `activeSince` nobody could tell: it does not count toward `for`. */
  uncountedMs: Type.Optional(Type.Integer()),
  /** What its series is taken from: another query of the rule is about other series. */
  query: Type.Optional(Type.String()),
  /** Where it was told that the alarm fires: there it is told, too, that it is over. */
  toldChannels: Type.Optional(Type.Array(Type.String())),
  value: Nullable(Type.Number()),
  condition: Type.String({ description: 'In words: p95 of service:payment over 1m > 500 ms.' }),
  message: Type.String({ description: 'Why there is no data, or what the error was.' }),
});
export type AlarmSnapshot = Type.Static<typeof AlarmSnapshot>;

export const NOTIFICATION_STATES = ['queued', 'retrying', 'delivered', 'abandoned'] as const;

/** Subject: the id, which is `<fingerprint>/<activeSince>/<status>/<channel>`. Chain: the alarm's. */
export const NotificationSnapshot = Type.Object({
  id: Type.String(),
  channel: Type.String(),
  fingerprint: Type.String(),
  status: words(['firing', 'resolved']),
  state: words(NOTIFICATION_STATES),
  attempts: Type.Integer(),
  queuedAt: Time,
  nextAttemptAt: Nullable(Time),
  deliveredAt: Nullable(Time),
  lastError: Nullable(Type.String()),
  alarm: AlarmSnapshot,
});
export type NotificationSnapshot = Type.Static<typeof NotificationSnapshot>;

export const ACTION_STATES = [
  'dry-run', // would have been done
  'refused', // a rail forbade it
  'waiting', // for a person's word
  'rejected', // by a person
  'expired', // nobody said a word in time
  'started', // the wanted configuration of the targets has changed
  'applied', // every target reports it
  'failed', // no target reports it in time
  'verified', // compared before and after
  'rolled-back', // taken back before its time
  'ended', // its time is over
] as const;

export const VERDICTS = ['helped', 'no-effect', 'worse', 'inconclusive'] as const;

const Samples = Type.Object({
  from: Time,
  to: Time,
  samples: Type.Array(Nullable(Type.Number()), { description: 'The measure in equal steps.' }),
  median: Nullable(Type.Number()),
});

/** Mann-Whitney U over the measure's samples before and after, with Cliff's delta. */
export const Verification = Type.Object({
  verdict: words(VERDICTS),
  at: Time,
  measure: Type.String(),
  query: Type.String(),
  stepMs: Type.Integer(),
  before: Samples,
  after: Samples,
  pValue: Nullable(Type.Number()),
  effectSize: Nullable(
    Type.Number({ description: "Cliff's delta, -1 to 1; positive: it became better." }),
  ),
  explanation: Type.String(),
});
export type Verification = Type.Static<typeof Verification>;

export const ActionTarget = Type.Object({
  instanceUid: Type.String(),
  service: Type.String(),
  instance: Type.String(),
  state: words(['wanted', 'applied', 'failed', 'gone']),
  message: Type.String(),
  /** Breaker as the instance last reported it. */
  breaker: words(['unknown', 'closed', 'open', 'half-open']),
});
export type ActionTarget = Type.Static<typeof ActionTarget>;

/** Subject: the id. Chain: the alarm's. */
export const ActionSnapshot = Type.Object({
  id: Type.String(),
  kind: Type.Literal('open-breaker'),
  ruleId: Type.String(),
  ruleName: Type.String(),
  fingerprint: Type.String(),
  peer: Type.String(),
  addresses: Type.Array(Type.String({ description: 'host:port at which callers reach the peer.' })),
  callers: Type.Array(Type.String({ description: 'Services that call the peer.' })),
  targets: Type.Array(ActionTarget),
  mode: words(MODES),
  state: words(ACTION_STATES),
  reason: Type.String({ description: 'Why it is in this state.' }),
  forMs: Type.Integer(),
  /** A call slower than this counts as failed while a breaker probes; 0: only failures count. */
  slowCallMs: Type.Number(),
  proposedAt: Time,
  /** Since when the alarm's condition holds; the time before is not what the action is to mend. */
  alarmSince: Type.Optional(Time),
  expiresAt: Nullable(Time),
  startedAt: Nullable(Time),
  appliedAt: Nullable(Time),
  endsAt: Nullable(Time),
  endedAt: Nullable(Time),
  decision: Nullable(
    Type.Object({ word: words(['approve', 'reject', 'rollback']), by: Type.String(), at: Time }),
  ),
  verification: Nullable(Verification),
});
export type ActionSnapshot = Type.Static<typeof ActionSnapshot>;

/** Subject: `<instanceUid>/<address>`. Chain: of the action that holds or held it; else empty. */
export const BreakerSnapshot = Type.Object({
  instanceUid: Type.String(),
  service: Type.String(),
  instance: Type.String(),
  address: Type.String(),
  state: words(['closed', 'open', 'half-open']),
  previous: words(['unknown', 'closed', 'open', 'half-open']),
  reason: Type.String(),
});
export type BreakerSnapshot = Type.Static<typeof BreakerSnapshot>;

export const INSTANCE_STATUSES = ['healthy', 'degraded', 'late', 'down', 'left'] as const;
export type InstanceStatus = (typeof INSTANCE_STATUSES)[number];

/** Subject: the instance's uid. Chain: empty. */
export const InstanceSnapshot = Type.Object({
  instanceUid: Type.String(),
  service: Type.String(),
  instance: Type.String(),
  status: words(INSTANCE_STATUSES),
  previous: words(['unknown', ...INSTANCE_STATUSES]),
});
export type InstanceSnapshot = Type.Static<typeof InstanceSnapshot>;

/** Subject: `kill-switch`. */
export const KillSwitchSnapshot = Type.Object({
  engaged: Type.Boolean(),
  by: Type.String(),
  reason: Type.String(),
});
export type KillSwitchSnapshot = Type.Static<typeof KillSwitchSnapshot>;
