import type { Store } from '@nunchi/store';
import type { AlarmRule } from '@nunchi/store/alarms/rule';
import {
  type Document,
  VersionConflictError,
  writeDocument,
} from '@nunchi/store/control/documents';

/** Rules for every service that appears; people tune or disable them. By id. */
export const DEFAULT_RULES: Readonly<Record<string, AlarmRule>> = {
  'default-error-rate': {
    name: 'Error rate',
    severity: 'critical',
    for: '30s',
    condition: {
      kind: 'threshold',
      signal: 'traces',
      query: '',
      measure: 'error_rate',
      by: ['service'],
      window: '1m',
      op: '>',
      value: 0.05,
      minimumRequests: 10,
    },
    annotations: { summary: 'More than one request in twenty fails.' },
  },
  'default-latency': {
    name: 'Latency',
    severity: 'warning',
    for: '1m',
    condition: {
      kind: 'threshold',
      signal: 'traces',
      query: '',
      measure: 'latency_p95',
      by: ['service'],
      window: '1m',
      op: '>',
      value: 1_000,
      minimumRequests: 10,
    },
    annotations: { summary: 'One request in twenty takes longer than a second.' },
  },
  'default-no-requests': {
    name: 'No more requests',
    severity: 'warning',
    condition: {
      kind: 'absent',
      signal: 'traces',
      query: '',
      by: ['service'],
      window: '5m',
      lookback: '1h',
    },
    annotations: { summary: 'A service that was asked lately is not asked any more.' },
  },
  'default-instance': {
    name: 'Instance late or down',
    severity: 'warning',
    condition: { kind: 'instance', query: '', states: ['late', 'down'] },
    annotations: { summary: 'An instance misses heartbeats, and has not said goodbye.' },
  },
};

/**
 * Writes the default rules whose ids never existed; one that somebody has changed stays as it is.
 * `ever`: every document of kind `alarm-rule` that ever was.
 */
export async function writeDefaults(
  store: Pick<Store, 'insertRows' | 'rows'>,
  ever: readonly Document[],
  now: number,
): Promise<void> {
  const known = new Set(ever.map(({ id }) => id));
  for (const [id, body] of Object.entries(DEFAULT_RULES)) {
    if (known.has(id)) continue;
    const common = { kind: 'alarm-rule', id, version: 1, deleted: false } as const;
    try {
      await writeDocument(store, { ...common, author: 'nunchi', origin: 'default', body }, now);
    } catch (error) {
      // Another loop, or a person, was first: theirs counts.
      if (!(error instanceof VersionConflictError)) throw error;
    }
  }
}
