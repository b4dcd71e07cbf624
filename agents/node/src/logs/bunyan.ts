import { type LogRecord, SeverityNumber } from '@opentelemetry/api-logs';
import { InstrumentationNodeModuleDefinition } from '@opentelemetry/instrumentation';
import { exceptionOf } from './exception.ts';
import { LogInstrumentation, SPAN_FIELDS, printIds } from './intake.ts';
import { quietly } from './printing.ts';
import { attributesOf, cut } from './values.ts';

type BunyanRecord = Record<string, unknown>;
interface Bunyan {
  readonly prototype: { _emit(this: unknown, record: BunyanRecord, noemit?: boolean): unknown };
}

const LOOKED_AFTER = Symbol.for('nunchi.agent.bunyan');
const LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};
/** In fields of their own, or of the resource. */
const NO_ATTRIBUTES = new Set<string>([
  'time',
  'level',
  'msg',
  'err',
  'v',
  'hostname',
  'pid',
  ...SPAN_FIELDS,
]);

/**
 * Looks after bunyan 1 and 2. All records of all loggers, children and ways to make them pass one
 * method, after their level was found high enough for one of the streams.
 */
export class BunyanInstrumentation extends LogInstrumentation<[BunyanRecord]> {
  constructor() {
    super('bunyan', recordOf);
  }

  protected init() {
    return new InstrumentationNodeModuleDefinition('bunyan', ['>=1 <3'], (exports) => {
      const { prototype } = (exports.default ?? exports) as Bunyan;
      // Imported and required, it is the same one.
      if (Object.hasOwn(prototype, LOOKED_AFTER)) return exports;
      Object.defineProperty(prototype, LOOKED_AFTER, { value: true });
      const print = quietly(prototype._emit);
      const take = (record: BunyanRecord) => this.take(record);
      prototype._emit = function (record, noemit) {
        // Asked for the text alone: the record itself comes, or came, by another call.
        if (noemit) return print.call(this, record, noemit);
        printIds(record);
        const printed = print.call(this, record);
        take(record);
        return printed;
      };
      return exports;
    });
  }
}

function recordOf(record: BunyanRecord): LogRecord {
  const { time, level, msg, err } = record;
  const number = Number(level);
  const exception = exceptionOf(err);
  const attributes = attributesOf(record, NO_ATTRIBUTES);
  if (err !== undefined && !exception) Object.assign(attributes, attributesOf({ err }));
  return {
    ...(time instanceof Date && { timestamp: time }),
    severityNumber: severityOf(number),
    severityText: LEVELS[number] ?? String(level),
    body: cut(String(msg)),
    attributes,
    exception,
  };
}

/** Bunyan's tens are OpenTelemetry's steps of four; levels between are between. */
function severityOf(level: number): SeverityNumber {
  const severity = 1 + Math.floor(((level - 10) / 10) * 4);
  return Math.min(SeverityNumber.FATAL4, Math.max(SeverityNumber.TRACE, severity || 1));
}
