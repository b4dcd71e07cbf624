import { OWN_TELEMETRY_HEADER } from './names.ts';
import type { ExportMetricsRequest } from './otlp.ts';

const ANSWER_WITHIN_MS = 5_000;

/** Sends snapshots to the collector at this URL; throws when it does not take one. */
export function postToCollector(
  collectorUrl: string,
): (request: ExportMetricsRequest) => Promise<void> {
  const url = new URL('/v1/metrics', collectorUrl);
  return async (request) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [OWN_TELEMETRY_HEADER]: '1' },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`the collector at ${url} answered ${response.status}: ${text}`);
  };
}
