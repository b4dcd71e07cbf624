import type { LogRecord } from '../api/types.ts';

/**
 * Records have no id, and newer ones come before them: they are known by what they say, and
 * equal ones by how many of them came before.
 */
export function logKeys(logs: readonly LogRecord[]): string[] {
  const seen = new Map<string, number>();
  return logs
    .toReversed()
    .map((log) => {
      const content = JSON.stringify([log.timeUnixNano, log.service, log.spanId, log.body]);
      const before = seen.get(content) ?? 0;
      seen.set(content, before + 1);
      return `${content} ${before}`;
    })
    .toReversed();
}
