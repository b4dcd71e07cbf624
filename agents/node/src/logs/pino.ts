import type {
  Instrumentation,
  InstrumentationModuleDefinition,
} from '@opentelemetry/instrumentation';
import { PRINTED_KEY } from '../correlation/id.ts';
import { correlationId } from '../correlation/scope.ts';
import { quietly } from './printing.ts';

type Mixin = (...args: unknown[]) => Record<string, unknown>;
type Logger = Record<symbol, unknown>;
type Pino = ((...args: unknown[]) => Logger) & {
  readonly symbols: { readonly mixinSym: symbol; readonly streamSym: symbol };
  readonly multistream?: unknown;
};
type Loaded = Pino & { default?: Pino; pino?: Pino };
/** A class of OpenTelemetry's instrumentations. */
export type Instrumenting = new (config: object) => Instrumentation & {
  init(): InstrumentationModuleDefinition[];
};

/**
 * OpenTelemetry's instrumentation of pino, which sends records and prints trace and span; added are
 * the correlation id, and that a stream of the application which prints by the console makes no
 * second record.
 */
export function withCorrelation(Base: Instrumenting): Instrumentation {
  class CorrelatedPino extends Base {
    override init() {
      const definitions = super.init();
      for (const definition of definitions) {
        const { patch } = definition;
        if (patch)
          definition.patch = (exports, version) => replaced(exports, patch(exports, version));
      }
      return definitions;
    }
  }
  return new CorrelatedPino({});
}

/** In a module of ES, exports are set; in CommonJS, what is answered is what `require` answers. */
function replaced(exports: Loaded, patched: Loaded): Loaded {
  const ours = Object.assign((...args: unknown[]) => adjusted(patched(...args), patched), patched);
  const isModule = Reflect.get(exports, Symbol.toStringTag) === 'Module';
  const target: Loaded = isModule ? exports : ours;
  if (target.pino) target.pino = ours;
  if (target.default) target.default = ours;
  return ours;
}

function adjusted(logger: Logger, { symbols, multistream }: Pino): Logger {
  const { mixinSym, streamSym } = symbols;
  const mixin = logger[mixinSym] as Mixin;
  logger[mixinSym] = (...args: unknown[]) => {
    const fields = mixin(...args);
    const id = correlationId();
    if (id !== undefined) fields[PRINTED_KEY] ??= id;
    return fields;
  };
  // Before pino 7 nothing is sent, and the stream is the application's own.
  if (typeof multistream !== 'function') return logger;
  const stream = logger[streamSym] as { write(data: unknown): unknown };
  stream.write = quietly(stream.write);
  return logger;
}
