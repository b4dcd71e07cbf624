// Puts breakers, bulkheads and time limits between the application and its outgoing calls.
import type { Transition } from '../breakers/breaker.ts';
import { observeWith } from '../breakers/metrics.ts';
import { type PeerObserver, Peers } from '../breakers/peers.ts';
import type { AgentContext, Diagnostics } from '../context.ts';
import { words } from '../diagnostics.ts';
import { Guard } from './guard.ts';
import { guardHttp } from './http.ts';
import { observeOutgoing } from './metrics.ts';
import { isAnyOn, type OutgoingSettings, readOutgoingSettings } from './settings.ts';
import { guardUndici } from './undici.ts';

const TICK_MS = 200;
/** Peers whose fallback has failed and was reported. */
const MAX_REPORTED = 100;

export interface Outgoing {
  readonly peers: Peers;
  readonly areBreakersOn: boolean;
  stop(): void;
}

/** `onChange` hears of each change of a breaker, after it was counted. */
export function startOutgoing(
  { env, meter, logger }: AgentContext,
  now: () => number,
  onChange: () => void,
): Outgoing {
  const settings = readOutgoingSettings(env);
  const { breakers: areBreakersOn } = settings;
  const peers: Peers = new Peers({
    now,
    areBreakersOn,
    observer: telling(
      areBreakersOn ? observeWith(meter, () => peers.statuses()) : SILENT,
      onChange,
    ),
  });
  if (!isAnyOn(settings)) return { peers, areBreakersOn, stop: () => {} };

  const onFault = once((error) =>
    logger.error(
      `what guards outgoing calls has a fault and lets calls through unguarded: ${words(error)}. ` +
        'Please report it; NUNCHI_CHASSIS=off switches it off.',
    ),
  );
  const guard = new Guard({
    peers,
    settings,
    observer: observeOutgoing(meter, () => peers.all(), settings),
    now,
    onFault,
    onFailedFallback: reportOfFallbacks(logger),
  });
  const undo = [guardHttp(guard, onFault), guardUndici(guard, onFault), () => guard.stop()];
  const ticking = tick(peers, settings);
  return {
    peers,
    areBreakersOn,
    stop() {
      clearInterval(ticking);
      for (const step of undo) step();
    },
  };
}

function tick(peers: Peers, { breakers }: OutgoingSettings): NodeJS.Timeout | undefined {
  if (!breakers) return undefined;
  return setInterval(() => peers.tick(), TICK_MS).unref();
}

const SILENT: PeerObserver = { called() {}, changed() {}, evicted() {} };

function telling(observer: PeerObserver, onChange: () => void): PeerObserver {
  return {
    ...observer,
    changed(peer, transition: Transition) {
      observer.changed(peer, transition);
      onChange();
    },
  };
}

/** Each peer's fallback is reported once, however often it fails. */
function reportOfFallbacks(logger: Diagnostics): (peer: string, problem: unknown) => void {
  const reported = new Set<string>();
  return (peer, problem) => {
    if (reported.has(peer) || reported.size >= MAX_REPORTED) return;
    reported.add(peer);
    logger.error(
      `the fallback of ${peer} has failed, and calls end with their errors: ${words(problem)}`,
    );
  };
}

function once(tell: (error: unknown) => void): (error: unknown) => void {
  let told = false;
  return (error) => {
    if (told) return;
    told = true;
    tell(error);
  };
}
