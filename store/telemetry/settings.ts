import type { SettingsReader } from '../runtime/settings.ts';

export interface OwnTelemetrySettings {
  /** 0: own telemetry is not stored. */
  readonly ownTelemetryMs: number;
  /** The collector that takes it. */
  readonly collectorUrl: string;
}

/** `NUNCHI_SELF_TELEMETRY_*`; the collector is the one of this machine unless it is said. */
export function readOwnTelemetry(read: SettingsReader): OwnTelemetrySettings {
  const host = read.string('NUNCHI_HOST', '127.0.0.1');
  const port = read.port('NUNCHI_COLLECTOR_PORT', 4318);
  const url = read.httpUrl('NUNCHI_SELF_TELEMETRY_URL');
  return {
    ownTelemetryMs:
      read.integer('NUNCHI_SELF_TELEMETRY_SECONDS', 10, { min: 0, max: 3_600 }) * 1_000,
    collectorUrl: url?.href ?? local(host, port),
  };
}

/** How this machine itself reaches what is bound to `host`. */
function local(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
