import type { StoredRule } from '../../../api/types.ts';
import type { Wording } from '../../../shared/story/outcomes.ts';

/** How a rule stands now: off, firing, or what its last evaluation came to. */
export function evaluationWording({ rule, evaluation }: StoredRule, firing: number): Wording {
  if (rule.enabled === false) return { word: 'Off', tone: 'quiet' };
  if (firing > 0) return { word: `${firing} firing`, tone: 'bad' };
  switch (evaluation?.outcome) {
    case undefined:
      return { word: 'Not evaluated yet', tone: 'quiet' };
    case 'ok':
      return { word: 'Quiet', tone: 'good' };
    case 'no-data':
      return { word: 'No data', tone: 'quiet' };
    case 'error':
      return { word: 'Cannot evaluate', tone: 'bad' };
  }
}
