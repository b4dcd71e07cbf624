import { stripVTControlCharacters } from 'node:util';
import { type Context, context } from '@opentelemetry/api';
import { type LogRecord, SeverityNumber } from '@opentelemetry/api-logs';
import {
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { exceptionOf, exceptionOfStack, firstException } from './exception.ts';
import { LogInstrumentation, SPAN_FIELDS, printIds } from './intake.ts';
import { quietly } from './printing.ts';
import { attributesOf, cut } from './values.ts';

type Info = Record<string | symbol, unknown>;
interface Transport {
  _write?: (...args: unknown[]) => unknown;
  _writev?: (...args: unknown[]) => unknown;
}
interface Winston {
  readonly transports?: readonly (Transport & { readonly transport?: Transport })[];
  isLevelEnabled?(level: string): boolean;
  write(this: Winston, info: Info, ...rest: unknown[]): unknown;
  _transform(this: Winston, info: Info, ...rest: unknown[]): unknown;
  push(this: Winston, info: unknown, ...rest: unknown[]): unknown;
  add(this: Winston, transport: Transport): unknown;
}

const LEVEL = Symbol.for('level');
const SPLAT = Symbol.for('splat');
const GUARDED = Symbol.for('nunchi.agent.winston.guarded');

/** Of winston's sets npm, cli and syslog, and names that people give to levels of their own. */
const SEVERITIES: Readonly<Record<string, SeverityNumber>> = {
  emerg: SeverityNumber.FATAL,
  fatal: SeverityNumber.FATAL,
  alert: SeverityNumber.ERROR3,
  crit: SeverityNumber.ERROR2,
  critical: SeverityNumber.ERROR2,
  error: SeverityNumber.ERROR,
  warn: SeverityNumber.WARN,
  warning: SeverityNumber.WARN,
  help: SeverityNumber.INFO3,
  notice: SeverityNumber.INFO2,
  data: SeverityNumber.INFO2,
  info: SeverityNumber.INFO,
  http: SeverityNumber.DEBUG3,
  verbose: SeverityNumber.DEBUG2,
  debug: SeverityNumber.DEBUG,
  prompt: SeverityNumber.TRACE3,
  input: SeverityNumber.TRACE2,
  trace: SeverityNumber.TRACE,
  silly: SeverityNumber.TRACE,
};
/** In fields of their own. */
const NO_ATTRIBUTES = new Set<string>(['level', 'message', ...SPAN_FIELDS]);
const OF_ERRORS = new Set<string>([...NO_ATTRIBUTES, 'stack']);

/**
 * Looks after winston 3. Records pass `push` of their logger after its format and before they are
 * handed to the transports, so they are taken there: once, whatever the number of transports.
 */
export class WinstonInstrumentation extends LogInstrumentation<[Winston, Info]> {
  /** Where a record was written: a slow transport holds records back. */
  readonly #contexts = new WeakMap<Info, Context>();

  constructor() {
    super('winston', recordOf);
  }

  protected init() {
    const patch = (exports: { readonly prototype: Winston }) => {
      this.#patch(exports.prototype);
      return exports;
    };
    const versions = ['>=3 <4'];
    const name = 'winston/lib/winston/logger.js';
    const file = new InstrumentationNodeModuleFile(name, versions, patch, () => {});
    return new InstrumentationNodeModuleDefinition('winston', versions, undefined, undefined, [
      file,
    ]);
  }

  #patch(logger: Winston): void {
    const { write, _transform: transform, push, add } = logger;
    const contexts = this.#contexts;
    const take = (from: Winston, info: Info) => this.take(from, info);
    logger.write = function (info, ...rest) {
      if (isObject(info)) {
        if (Object.isExtensible(info)) printIds(info);
        contexts.set(info, context.active());
      }
      return write.call(this, info, ...rest);
    };
    logger._transform = function (info, ...rest) {
      const written = contexts.get(info);
      if (written === undefined || written === context.active()) {
        return transform.call(this, info, ...rest);
      }
      return context.with(written, transform, this, info, ...rest);
    };
    logger.push = function (info, ...rest) {
      if (isObject(info)) take(this, info);
      return push.call(this, info, ...rest);
    };
    logger.add = function (transport) {
      const answer = add.call(this, transport);
      this.transports?.forEach(guard);
      return answer;
    };
  }
}

function isObject(value: unknown): value is Info {
  return typeof value === 'object' && value !== null;
}

/** Transports may print by the console, at once or when a slow one before them is done. */
function guard(transport: Transport): void {
  if (Reflect.has(transport, GUARDED)) return;
  Object.defineProperty(transport, GUARDED, { value: true });
  if (transport._write) transport._write = quietly(transport._write);
  if (transport._writev) transport._writev = quietly(transport._writev);
}

function recordOf(logger: Winston, info: Info): LogRecord | undefined {
  const level = String(info[LEVEL] ?? info['level']);
  if (!isWanted(logger, level)) return undefined;
  const exception = exceptionIn(info);
  const body = text(info['message']) || exception?.message || '';
  return {
    severityNumber: SEVERITIES[level] ?? SeverityNumber.UNSPECIFIED,
    severityText: level,
    body: cut(body),
    attributes: attributesOf(info, exception ? OF_ERRORS : NO_ATTRIBUTES),
    exception,
  };
}

/** One that a transport prints, and that no transport of OpenTelemetry's has sent already. */
function isWanted(logger: Winston, level: string): boolean {
  const transports = logger.transports ?? [];
  if (transports.some((each) => each.constructor.name === 'OpenTelemetryTransportV3')) return false;
  return logger.isLevelEnabled?.(level) ?? true;
}

function exceptionIn(info: Info) {
  const splat = info[SPLAT];
  return (
    exceptionOf(info instanceof Error ? info : info['message']) ??
    (Array.isArray(splat) ? firstException(splat) : undefined) ??
    firstException([info['err'], info['error'], info['exception']]) ??
    exceptionOfStack(info['stack'])
  );
}

function text(message: unknown): string {
  if (typeof message === 'string') return stripVTControlCharacters(message);
  if (message === undefined || message === null) return '';
  return exceptionOf(message)?.message ?? String(message);
}
