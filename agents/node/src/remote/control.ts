// Takes configuration from the control loop, whole or not at all, and tells what is in force.
import { endOf, forcedByAddress, receive, type Receipts } from '../breakers/forced.ts';
import type { Peers } from '../breakers/peers.ts';
import { DEFAULT_SETTINGS } from '../breakers/settings.ts';
import type { SamplingControl } from '../context.ts';
import type { Allowance } from './allowance.ts';
import {
  EMPTY_CONFIGURATION,
  parseConfiguration,
  type RemoteConfiguration,
} from './configuration.ts';

export type Applied =
  | { readonly status: 'applied' }
  | { readonly status: 'refused'; readonly problem: string };

export interface RemoteControlOptions {
  readonly peers: Pick<Peers, 'configure'>;
  readonly sampling: SamplingControl;
  readonly allowed: Allowance;
  /** The clock of `peers`. */
  readonly now: () => number;
}

export interface RemoteControl {
  /** Null: the control loop wants nothing, so that everything is as it was started. */
  apply(body: Uint8Array | null): Applied;
  /** The configuration in force, as JSON of the shape that `apply` takes. */
  effective(): string;
}

export function createRemoteControl(options: RemoteControlOptions): RemoteControl {
  const { peers, sampling, allowed, now } = options;
  const ownRatio = sampling.ratio();
  let current = EMPTY_CONFIGURATION;
  let receipts: Receipts = new Map();

  const install = (configuration: RemoteConfiguration): void => {
    const at = now();
    sampling.setRatio(configuration.samplingRatio ?? ownRatio);
    receipts = receive(receipts, configuration.breakers, at);
    peers.configure(
      { ...DEFAULT_SETTINGS, ...configuration.breaker },
      forcedByAddress(configuration.breakers, receipts, at),
    );
    current = configuration;
  };

  return {
    apply(body) {
      const parsed = body
        ? parseConfiguration(body, allowed)
        : { ok: true as const, configuration: EMPTY_CONFIGURATION };
      if (!parsed.ok) return { status: 'refused', problem: parsed.problem };
      const before = current;
      try {
        install(parsed.configuration);
        return { status: 'applied' };
      } catch (error) {
        install(before);
        return { status: 'refused', problem: `It could not be applied: ${String(error)}.` };
      }
    },
    effective() {
      const at = now();
      return JSON.stringify({
        version: 1,
        breakers: current.breakers.filter((breaker) => at < endOf(breaker, receipts, at)),
        settings: {
          sampling: { ratio: sampling.ratio() },
          breaker: { ...DEFAULT_SETTINGS, ...current.breaker },
        },
      });
    },
  };
}
