import { Badge } from '../../../shared/story/Badge.tsx';
import type { Instance } from '../api/queries.ts';

const WORDINGS = {
  unset: { word: 'Own defaults', tone: 'quiet' },
  applying: { word: 'Waiting', tone: 'busy' },
  applied: { word: 'Applied', tone: 'good' },
  failed: { word: 'Failed', tone: 'bad' },
} as const;

/** Whether an instance has the configuration that is wanted of it. */
export function ConfigBadge({ status }: { status: Instance['configStatus'] }) {
  return <Badge {...WORDINGS[status]} />;
}
