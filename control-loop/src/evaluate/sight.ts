import type { Observation } from '@nunchi/store/alarms/step';
import type { AlarmSnapshot } from '@nunchi/store/control/snapshots';
import type { Labels } from './fingerprint.ts';

/** What an evaluation sees of a series. */
export interface SeriesSight {
  readonly labels: Labels;
  readonly observation: Observation;
}

/** What an evaluation of a rule saw. */
export type Sight =
  | {
      readonly kind: 'seen';
      readonly series: readonly SeriesSight[];
      /** What it means for a pending or firing alarm that its series is not among them. */
      readonly missing: (alarm: Pick<AlarmSnapshot, 'labels'>) => Observation;
    }
  | { readonly kind: 'failed'; readonly message: string };

export function tooManySeries(most: number): Sight {
  const message = `it has more than ${most} series; its alarms stay as they are until its query or its grouping is narrower`;
  return { kind: 'failed', message };
}
