/** Good news, bad news, something that asks for attention, or none of these. */
export type Tone = 'good' | 'bad' | 'attention' | 'busy' | 'quiet';

export interface Wording {
  readonly word: string;
  readonly tone: Tone;
}

const ACTION_STATES: Readonly<Record<string, Wording>> = {
  'dry-run': { word: 'Would have acted', tone: 'quiet' },
  refused: { word: 'Refused', tone: 'attention' },
  waiting: { word: 'Waits for approval', tone: 'attention' },
  rejected: { word: 'Rejected', tone: 'quiet' },
  expired: { word: 'Approval expired', tone: 'attention' },
  started: { word: 'Starting', tone: 'busy' },
  applied: { word: 'In force', tone: 'busy' },
  failed: { word: 'Failed', tone: 'bad' },
  verified: { word: 'In force, compared', tone: 'busy' },
  'rolled-back': { word: 'Rolled back', tone: 'attention' },
  ended: { word: 'Ended', tone: 'quiet' },
};

export const actionWording = (state: string): Wording =>
  ACTION_STATES[state] ?? { word: state, tone: 'quiet' };

const VERDICTS: Readonly<Record<string, Wording>> = {
  helped: { word: 'Helped', tone: 'good' },
  'no-effect': { word: 'No effect', tone: 'attention' },
  worse: { word: 'Made it worse', tone: 'bad' },
  inconclusive: { word: 'Inconclusive', tone: 'quiet' },
};

export const verdictWording = (verdict: string): Wording =>
  VERDICTS[verdict] ?? { word: verdict, tone: 'quiet' };

/** Whether the wanted configuration of the targets is changed at the moment. */
export const isInForce = (state: string): boolean =>
  state === 'started' || state === 'applied' || state === 'verified';

const STEP_TONES: Readonly<Record<string, Tone>> = {
  'alarm.pending': 'attention',
  'alarm.firing': 'bad',
  'alarm.resolved': 'good',
  'alarm.no-data': 'attention',
  'alarm.error': 'attention',
  'notification.retrying': 'attention',
  'notification.abandoned': 'bad',
  'breaker.open': 'bad',
  'breaker.half-open': 'attention',
  'breaker.closed': 'good',
  'instance.healthy': 'good',
  'instance.degraded': 'attention',
  'instance.late': 'attention',
  'instance.down': 'bad',
  'kill-switch.on': 'attention',
  'kill-switch.off': 'good',
};

/** The tone of a step of a story: that of an action follows from its state and its verdict. */
export function stepTone(type: string, verdict: string | undefined): Tone {
  if (type === 'action.verified' && verdict !== undefined) return verdictWording(verdict).tone;
  if (type.startsWith('action.')) return actionWording(type.slice('action.'.length)).tone;
  return STEP_TONES[type] ?? 'quiet';
}
