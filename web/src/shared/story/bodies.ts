import { kindOf, type StoryEvent } from './stories.ts';
import type { SampleSet } from './strip.ts';

interface Timed extends SampleSet {
  readonly from: number;
  readonly to: number;
}

/** What an action's verification found, as the API has it. */
export interface VerificationShape {
  readonly verdict: string;
  readonly measure: string;
  readonly query: string;
  readonly before: Timed;
  readonly after: Timed;
  readonly pValue: number | null;
  readonly effectSize: number | null;
}

/** What the stories read of an alarm: the body of its events. */
export interface AlarmBody {
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly ruleName: string;
  readonly severity: string;
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface TargetBody {
  readonly instanceUid: string;
  readonly service: string;
  readonly instance: string;
  readonly state: string;
  readonly message: string;
  readonly breaker: string;
}

/** What the stories read of an action: the body of its events. */
export interface ActionBody {
  readonly id: string;
  readonly kind: string;
  readonly ruleId: string;
  readonly ruleName: string;
  readonly fingerprint: string;
  readonly peer: string;
  readonly addresses: readonly string[];
  readonly callers: readonly string[];
  readonly targets: readonly TargetBody[];
  readonly mode: string;
  readonly state: string;
  readonly reason: string;
  readonly forMs: number;
  readonly expiresAt: number | null;
  readonly startedAt: number | null;
  readonly endsAt: number | null;
  readonly verification: VerificationShape | null;
}

/** Whose event it is says what its body is: that is the contract of the log. */
export const alarmOf = (event: StoryEvent | undefined): AlarmBody | undefined =>
  event && kindOf(event.type) === 'alarm' ? (event.body as AlarmBody) : undefined;

export const actionOf = (event: StoryEvent | undefined): ActionBody | undefined =>
  event && kindOf(event.type) === 'action' ? (event.body as ActionBody) : undefined;
