import {
  context,
  type Counter,
  type DiagLogger,
  INVALID_TRACEID,
  type Meter,
  trace,
} from '@opentelemetry/api';
import type { Logger, LogRecord } from '@opentelemetry/api-logs';
import { isTracingSuppressed } from '@opentelemetry/core';
import { InstrumentationBase } from '@opentelemetry/instrumentation';
import { PRINTED_KEY } from '../correlation/id.ts';
import { correlationOf } from '../correlation/scope.ts';
import { words } from '../diagnostics.ts';
import { VERSION } from '../version.ts';

/**
 * The fields by which a printed line names its span; they are no attributes. The printed correlation
 * id is one where the application has set another than ours: see `correlationOfLogs`.
 */
export const SPAN_FIELDS = ['trace_id', 'span_id', 'trace_flags'] as const;

/** As many records that cannot be read end it: the host's logging is not slowed down for nothing. */
const MOST_FAULTS = 10;

/** What an instrumentation has been given to work with. */
interface Means {
  readonly logger: Logger;
  readonly meter: Meter;
  readonly diag: DiagLogger;
}

/**
 * Takes records. What goes wrong with a record, such as a getter of the application that throws,
 * the application never sees: it is said once and counted, and from some on it takes no more.
 */
export class Intake<Args extends unknown[]> {
  readonly #means: Means;
  readonly #recordOf: (...args: Args) => LogRecord | undefined;
  #faults = 0;
  #lost: Counter | undefined;

  constructor(means: Means, recordOf: (...args: Args) => LogRecord | undefined) {
    this.#means = means;
    this.#recordOf = recordOf;
  }

  take(...args: Args): void {
    // The agent's own work, such as an export, must not feed on itself.
    if (isTracingSuppressed(context.active())) return;
    if (this.#faults >= MOST_FAULTS) return this.#lost?.add(1);
    try {
      const record = this.#recordOf(...args);
      if (record) this.#means.logger.emit(record);
    } catch (error) {
      this.#fault(error);
    }
  }

  #fault(error: unknown): void {
    const { meter, diag } = this.#means;
    this.#faults++;
    this.#lost ??= meter.createCounter('nunchi.agent.logs.unreadable', {
      description: 'Log records of the application that the agent could not read.',
      unit: '{record}',
    });
    this.#lost.add(1);
    if (this.#faults === 1) diag.error(`a log record could not be read: ${words(error)}`);
    if (this.#faults === MOST_FAULTS) diag.error('too many such records, it is off now');
  }
}

/** Takes the records of one logging library. */
export abstract class LogInstrumentation<Args extends unknown[]> extends InstrumentationBase {
  readonly #recordOf: (...args: Args) => LogRecord | undefined;
  /** Made with the first record: the providers are set after the instrumentation is made. */
  #intake: Intake<Args> | undefined;

  protected constructor(library: string, recordOf: (...args: Args) => LogRecord | undefined) {
    super(`@nunchi/agent/${library}`, VERSION, { enabled: false });
    this.#recordOf = recordOf;
  }

  protected take(...args: Args): void {
    this.#intake ??= new Intake(
      { logger: this.logger, meter: this.meter, diag: this._diag },
      this.#recordOf,
    );
    this.#intake.take(...args);
  }
}

const FLAGS: readonly string[] = ['00', '01', '02', '03'];

/** Writes the ids of what is being worked on into a record that is about to be printed; the application's own stay. */
export function printIds(record: Record<string, unknown>): void {
  const active = context.active();
  const span = trace.getSpanContext(active);
  if (span && span.traceId !== INVALID_TRACEID) {
    record['trace_id'] ??= span.traceId;
    record['span_id'] ??= span.spanId;
    record['trace_flags'] ??= FLAGS[span.traceFlags] ?? '00';
  }
  const id = correlationOf(active);
  if (id !== undefined) record[PRINTED_KEY] ??= id;
}
