import type { Meter } from '@opentelemetry/api';
import { isChassisOn } from '../chassis.ts';
import type { Diagnostics } from '../context.ts';
import { words } from '../diagnostics.ts';
import type { Environment } from '../environment.ts';
import { watchDelay } from './clock.ts';
import { drain } from './draining.ts';
import { Servers, watchServers } from './servers.ts';
import { readIncomingSettings } from './settings.ts';
import { Shedding, type SheddingControl } from './shedding.ts';

export interface IncomingOptions {
  readonly env: Environment;
  readonly meter: Meter;
  readonly logger: Diagnostics;
}

export interface Incoming {
  readonly servers: Servers;
  /** Undefined where it is switched off. */
  readonly shedding: SheddingControl | undefined;
  /** Undefined where it is switched off. Lets requests in flight finish, at most for the limit. */
  readonly drain: (() => Promise<void>) | undefined;
  undo(): void;
}

/** What the chassis does to incoming requests. Before the http instrumentation is activated. */
export function startIncoming({ env, meter, logger }: IncomingOptions): Incoming {
  const settings = readIncomingSettings(env);
  let endClock: (() => void) | undefined;
  let shedding: Shedding | undefined;

  const onFault = (error: unknown): void => {
    endClock?.();
    servers.gate = undefined;
    logger.error(
      `what watches incoming requests has a fault, load shedding is off: ${words(error)}. ` +
        'Please report it; NUNCHI_SHED=off and NUNCHI_GRACEFUL=off switch it off.',
    );
  };
  const servers = new Servers(() => {
    if (!shedding) return;
    const { turn } = carefully(shedding, onFault);
    shedding.begin();
    endClock ??= watchDelay(turn);
  });
  if (!isChassisOn(env)) {
    return { servers, shedding: undefined, drain: undefined, undo: () => undefined };
  }
  const watch = watchServers(servers, {
    withConnections: settings.draining !== undefined,
    onFault,
  });
  if (settings.shedding) {
    const now = () => performance.now();
    const { deliver } = watch;
    shedding = new Shedding({ servers, settings: settings.shedding, deliver, meter, now });
  }
  return {
    servers,
    shedding,
    drain: settings.draining && drainCounted(servers, settings.draining.limitMs, meter, logger),
    undo() {
      endClock?.();
      watch.undo();
    },
  };
}

function carefully(shedding: Shedding, onFault: (error: unknown) => void) {
  return {
    turn(delayMs: number, utilization: number) {
      try {
        shedding.turn(delayMs, utilization);
      } catch (error) {
        onFault(error);
      }
    },
  };
}

function drainCounted(servers: Servers, limitMs: number, meter: Meter, logger: Diagnostics) {
  const aborted = meter.createCounter('nunchi.drain.aborted', {
    unit: '{request}',
    description: 'Requests that were not finished when the process had to end.',
  });
  return async () => {
    const left = await drain(servers, limitMs);
    if (left === 0) return;
    aborted.add(left);
    logger.warn(`requests in flight that did not finish within ${limitMs} ms: ${left}`);
  };
}
