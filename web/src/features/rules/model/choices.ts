import type { RuleAction } from '../../../api/types.ts';

export const OPERATORS = [
  { value: '>', label: 'above' },
  { value: '>=', label: 'at least' },
  { value: '<', label: 'below' },
  { value: '<=', label: 'at most' },
];

export const SEVERITIES = [
  { value: 'critical', label: 'Critical' },
  { value: 'warning', label: 'Warning' },
  { value: 'info', label: 'Info' },
];

/** What each mode of an action means, for who has to choose one. */
export const MODES: readonly {
  readonly value: RuleAction['mode'];
  readonly label: string;
  readonly says: string;
}[] = [
  {
    value: 'dry-run',
    label: 'Dry run',
    says: 'Nothing is done. The time line says what would have been done: a safe way to begin.',
  },
  {
    value: 'approve',
    label: 'On approval',
    says: 'The loop asks, on the page of the control loop. It acts once a person approves; the question expires after 15 minutes.',
  },
  {
    value: 'auto',
    label: 'By itself',
    says: 'The loop acts at once, within its rails: one action at a time for a service, at most 3 an hour, 10 minutes of cool-down. It compares before and after, and takes back what does not help.',
  },
];
