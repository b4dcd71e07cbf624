import { createHash } from 'node:crypto';

export type Labels = Readonly<Record<string, string>>;

/** An alarm's labels: those of its rule and those of its series, which count when both say something. */
export function alarmLabels(ofRule: Labels | undefined, ofSeries: Labels): Labels {
  return { ...ofRule, ...ofSeries };
}

/** The identity of an alarm: its rule and its labels, in whatever order. 32 hexadecimal digits. */
export function fingerprint(ruleId: string, labels: Labels): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([ruleId, sorted]))
    .digest('hex')
    .slice(0, 32);
}
