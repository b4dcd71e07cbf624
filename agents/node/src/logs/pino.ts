import type { DiagLogger, Meter } from '@opentelemetry/api';
import type { Logger } from '@opentelemetry/api-logs';
import type {
  Instrumentation,
  InstrumentationModuleDefinition,
} from '@opentelemetry/instrumentation';
import { words } from '../diagnostics.ts';
import { Intake, printIds } from './intake.ts';
import { type PinoLogger, type PinoParts, PinoReader } from './pino-records.ts';
import { quietly } from './printing.ts';

type Mixin = (fields: unknown, level: unknown, logger: unknown) => Record<string, unknown>;
interface Stream {
  write(line: string): unknown;
  flush?(...args: unknown[]): unknown;
}
type Multistream = (
  streams: readonly { readonly level: number; readonly stream: Stream }[],
  options: { readonly levels: object },
) => Stream;
type Pino = ((...args: unknown[]) => PinoLogger) &
  PinoParts & { readonly multistream?: Multistream };
type Loaded = Pino & { default?: Pino; pino?: Pino };
/** Of a line: what it says, its level, and the logger or child that wrote it. */
type LineIntake = Intake<[string, number, PinoLogger]>;
/** A class of OpenTelemetry's instrumentations. */
export type Instrumenting = new (config: object) => Instrumentation & {
  readonly logger: Logger;
  readonly meter: Meter;
  readonly _diag: DiagLogger;
  init(): InstrumentationModuleDefinition[];
  isEnabled(): boolean;
};

/** No level that an application may have made is below. */
const ANY_LEVEL = Number.MIN_SAFE_INTEGER;

/**
 * OpenTelemetry's instrumentation of pino finds the loggers; what they print gets the ids here, as
 * with the other libraries. It would send the records by a stream of Node's, which makes a buffer of
 * each line and a text of it again; the lines are read here instead, and a stream of the application
 * which prints by the console makes no second record. `sendsLogs`: somebody gets them.
 */
export function withCorrelation(Base: Instrumenting, sendsLogs: boolean): Instrumentation {
  /** Streams that are looked after: loggers may share one. */
  const ours = new WeakSet<Stream>();

  class CorrelatedPino extends Base {
    #isOff = false;

    override init() {
      const definitions = super.init();
      for (const definition of definitions) {
        const { patch } = definition;
        if (patch) {
          definition.patch = (exports, version) => {
            const patched = patch(exports, version) as Pino;
            return replaced(exports, patched, (logger) => this.#adjust(logger, patched));
          };
        }
      }
      return definitions;
    }

    #adjust(logger: PinoLogger, pino: Pino): void {
      if (this.#isOff) return;
      try {
        printCorrelation(logger, pino.symbols.mixinSym);
        if (sendsLogs && this.isEnabled()) this.#attach(logger, pino);
      } catch (error) {
        this.#isOff = true;
        this._diag.error(`loggers are left as they are from here on: ${words(error)}`);
      }
    }

    #attach(logger: PinoLogger, pino: Pino): void {
      const { multistream, symbols } = pino;
      // Before pino 7 nothing is sent, and the stream is the application's own.
      if (typeof multistream !== 'function') return;
      const stream = logger[symbols.streamSym] as Stream;
      if (ours.has(stream)) return;
      const reader = new PinoReader(logger, pino);
      const intake: LineIntake = new Intake(
        { logger: this.logger, meter: this.meter, diag: this._diag },
        (line, level, from) => reader.recordOf(line, level, from),
      );
      const sink = { level: ANY_LEVEL, stream: new Sink(logger, intake) };
      const { values } = logger.levels;
      const both = multistream([{ level: ANY_LEVEL, stream }, sink], { levels: values });
      both.write = quietly(both.write);
      // Multistreams have none, and the logger's would do nothing then.
      if (typeof stream.flush === 'function') both.flush = (...args) => stream.flush?.(...args);
      ours.add(both);
      logger[symbols.streamSym] = both;
    }
  }
  return new CorrelatedPino({ disableLogSending: true, disableLogCorrelation: true });
}

/** In a module of ES, exports are set; in CommonJS, what is answered is what `require` answers. */
function replaced(exports: Loaded, patched: Loaded, adjust: (logger: PinoLogger) => void): Loaded {
  const make = (...args: unknown[]) => {
    const logger = patched(...args);
    adjust(logger);
    return logger;
  };
  const ours = Object.assign(make, patched);
  const isModule = Reflect.get(exports, Symbol.toStringTag) === 'Module';
  const target: Loaded = isModule ? exports : ours;
  if (target.pino) target.pino = ours;
  if (target.default) target.default = ours;
  return ours;
}

function printCorrelation(logger: PinoLogger, mixinSym: symbol): void {
  const mixin = logger[mixinSym] as Mixin;
  logger[mixinSym] = (merged: unknown, level: unknown, from: unknown) => {
    const fields = mixin(merged, level, from);
    printIds(fields);
    return fields;
  };
}

const METADATA = Symbol.for('pino.metadata');

/** A stream in pino's sense, and not in Node's: it gets each line as it is, at once. */
class Sink implements Stream {
  /** Asks for what follows, of the line that is about to be written. */
  readonly [METADATA] = true;
  lastLevel = 0;
  lastLogger: PinoLogger;
  lastTime: unknown;
  lastMsg: unknown;
  lastObj: unknown;
  readonly #intake: LineIntake;

  constructor(logger: PinoLogger, intake: LineIntake) {
    this.lastLogger = logger;
    this.#intake = intake;
  }

  write(line: string): void {
    this.#intake.take(line, this.lastLevel, this.lastLogger);
  }

  end(): void {}
}
