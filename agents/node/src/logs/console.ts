import { format } from 'node:util';
import { type LogRecord, SeverityNumber } from '@opentelemetry/api-logs';
import { firstException } from './exception.ts';
import { LogInstrumentation } from './intake.ts';
import { isPrinting, quietly } from './printing.ts';
import { cut } from './values.ts';

type Method = 'log' | 'info' | 'warn' | 'error' | 'debug';

const SEVERITIES: Readonly<Record<Method, readonly [SeverityNumber, string]>> = {
  log: [SeverityNumber.INFO, 'info'],
  info: [SeverityNumber.INFO, 'info'],
  warn: [SeverityNumber.WARN, 'warn'],
  error: [SeverityNumber.ERROR, 'error'],
  debug: [SeverityNumber.DEBUG, 'debug'],
};

/**
 * `console.trace` prints by `console.error`. It is not wrapped itself, since its stack would begin
 * in the agent; what it prints is known by its shape.
 */
const TRACE = /^Trace(?:: [^]*)?\n {4}at /;

/** Takes what the application prints by the global console; what is printed stays as it is. */
export class ConsoleInstrumentation extends LogInstrumentation<[Method, unknown[]]> {
  constructor() {
    super('console', quietly(recordOf));
  }

  protected init(): void {}

  override enable(): void {
    for (const method of Object.keys(SEVERITIES) as Method[]) this.#wrap(method);
  }

  #wrap(method: Method): void {
    const print = console[method];
    const take = (args: unknown[]) => this.take(method, args);
    const wrapped = function (this: unknown, ...args: unknown[]): void {
      Reflect.apply(print, this, args);
      if (!isPrinting()) take(args);
    };
    console[method] = Object.defineProperty(wrapped, 'name', { value: method });
  }
}

function recordOf(method: Method, args: unknown[]): LogRecord | undefined {
  const text = format(...args);
  // An empty line is only there for the eye.
  if (text === '') return undefined;
  const isTrace = method === 'error' && args.length === 1 && TRACE.test(text);
  const [severityNumber, severityText] = isTrace
    ? [SeverityNumber.TRACE, 'trace']
    : SEVERITIES[method];
  return { severityNumber, severityText, body: cut(text), exception: firstException(args) };
}
