import { inspect } from 'node:util';
import { diag, type DiagLogger, DiagLogLevel } from '@opentelemetry/api';
import type { Diagnostics } from './context.ts';

export const LEVELS = ['none', 'error', 'warn', 'info', 'debug', 'verbose', 'all'] as const;
type Level = (typeof LEVELS)[number];

/** The same words again within this time are only counted. */
const QUIET_MS = 60_000;
const MAX_REMEMBERED = 100;
const MAX_LINE = 500;
/** Ids and times: but for them the words are the same. */
const UNIQUE = /\b[0-9a-f]{16,}\b|\d{6,}/g;

export interface DiagnosticsOptions {
  readonly write: (line: string) => void;
  readonly now: () => number;
  /** `OTEL_LOG_LEVEL`; anything unknown means `warn`. */
  readonly level: string | undefined;
}

/**
 * One line for each thing worth saying. A host whose collector is away for an hour must not have
 * its standard error filled by its agent, so words that were said are not said again for a minute.
 */
export function createDiagnostics({ write, now, level }: DiagnosticsOptions): Diagnostics {
  const threshold = LEVELS.indexOf(levelOf(level));
  const said = new Map<string, { at: number; unsaid: number }>();

  const say = (at: Level) => (message: string) => {
    if (LEVELS.indexOf(at) > threshold) return;
    const line = message.replaceAll(/\s+/g, ' ').slice(0, MAX_LINE);
    const time = now();
    const sense = line.replaceAll(UNIQUE, '#');
    const before = said.get(sense);
    if (before && time - before.at < QUIET_MS) {
      before.unsaid++;
      return;
    }
    if (said.size >= MAX_REMEMBERED) said.clear();
    said.set(sense, { at: time, unsaid: 0 });
    write(`nunchi agent: ${line}${before?.unsaid ? ` (and ${before.unsaid} times more)` : ''}\n`);
  };
  return { error: say('error'), warn: say('warn'), info: say('info'), debug: say('debug') };
}

function levelOf(name: string | undefined): Level {
  return LEVELS.find((level) => level === name?.trim().toLowerCase()) ?? 'warn';
}

/** What OpenTelemetry's own packages say about themselves takes the same way out. */
export function adoptOpenTelemetryDiagnostics(diagnostics: Diagnostics, level?: string): void {
  const to =
    (say: (message: string) => void) =>
    (...parts: unknown[]) =>
      say(parts.map(words).join(' '));
  const logger: DiagLogger = {
    error: to(diagnostics.error),
    warn: to(diagnostics.warn),
    info: to(diagnostics.info),
    debug: to(diagnostics.debug),
    verbose: to(diagnostics.debug),
  };
  const verbosity = LEVELS.indexOf(levelOf(level));
  const logLevel =
    verbosity >= LEVELS.indexOf('debug')
      ? DiagLogLevel.ALL
      : verbosity >= LEVELS.indexOf('info')
        ? DiagLogLevel.INFO
        : DiagLogLevel.WARN;
  diag.setLogger(logger, { logLevel, suppressOverrideMessage: true });
}

/** Of whatever was thrown. Throws nothing: it is called where faults of others end. */
export function words(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    if (value instanceof Error) return String(value.message || value.name);
    return JSON.stringify(value) ?? String(value);
  } catch {
    return inspect(value, { depth: 0, customInspect: false });
  }
}
