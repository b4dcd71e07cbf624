import { EventEmitter } from 'node:events';
import type { Context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';

const IS_BOUND = Symbol('nunchi bound');

interface Bindable extends EventEmitter {
  [IS_BOUND]?: true;
}

type Emit = (this: EventEmitter, ...args: Parameters<EventEmitter['emit']>) => boolean;

/**
 * OpenTelemetry's context manager, with a cheaper way to bind an emitter, which happens to every
 * request and every response: instead of wrapping each listener as it is added, and remembering
 * the wrappers for when it is removed, the emitter emits in the context. Listeners stay as the
 * application made them. Measured: 5 % of what a request costs.
 */
export class EmittingContextManager extends AsyncLocalStorageContextManager {
  override bind<T>(context: Context, target: T): T {
    if (!(target instanceof EventEmitter)) return super.bind(context, target);
    const emitter: Bindable = target;
    // The first context stays, as with OpenTelemetry's.
    if (emitter[IS_BOUND]) return target;
    emitter[IS_BOUND] = true;
    emitIn(context, emitter, this);
    return target;
  }
}

function emitIn(context: Context, emitter: EventEmitter, manager: EmittingContextManager): void {
  const emit: Emit = emitter.emit;
  emitter.emit = function (this: EventEmitter, ...args) {
    return manager.with(context, emitNow, undefined, emit, this, args);
  };
}

function emitNow(emit: Emit, emitter: EventEmitter, args: Parameters<Emit>): boolean {
  return Reflect.apply(emit, emitter, args);
}
