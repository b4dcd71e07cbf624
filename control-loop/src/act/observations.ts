import type { AlarmRule } from '@nunchi/store/alarms/rule';
import type { Decision } from '@nunchi/store/control/decision';
import type { Document } from '@nunchi/store/control/documents';
import type { ServiceSettings } from '@nunchi/store/control/settings';
import type { Verification } from '@nunchi/store/control/snapshots';
import type { Caller } from '@nunchi/store/queries/services/callers';
import type { RegisteredInstance } from '../registry/instance.ts';

/** The body of the document `kill-switch`. */
export interface KillSwitch {
  readonly engaged: boolean;
  readonly reason?: string;
  readonly by?: string;
}

/** Everything besides the event log that actions are decided on, as it is at one moment. */
export interface Observations {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly instances: readonly RegisteredInstance[];
  readonly rules: readonly Document<AlarmRule>[];
  /** What people said about actions; the id is the action's. */
  readonly decisions: readonly Document<Decision>[];
  readonly settings: readonly Document<ServiceSettings>[];
  /** Read at this very moment, and not from memory. */
  readonly killSwitch: Document<KillSwitch> | undefined;
  /** Who calls each peer that was asked about; a peer is missing when the store did not answer. */
  readonly callers: ReadonlyMap<string, readonly Caller[]>;
  /** Comparisons that are due, by the id of the action. */
  readonly verifications: ReadonlyMap<string, Verification>;
}
