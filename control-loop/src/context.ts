import type { Store } from '@nunchi/store';
import type { FastifyBaseLogger } from 'fastify';
import type { Registry } from 'prom-client';
import type { Config } from './config.ts';
import type { DocumentWatch } from './documents/watch.ts';
import type { EventLog } from './log/log.ts';
import type { InstanceRegistry } from './registry/registry.ts';

/** What every part of the loop is given. */
export interface LoopContext {
  readonly config: Config;
  readonly store: Store;
  readonly log: EventLog;
  readonly documents: DocumentWatch;
  /** The instances that speak OpAMP with this loop. */
  readonly agents: InstanceRegistry;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly logger: FastifyBaseLogger;
  readonly registry: Registry;
}

/** A part of the loop that works by itself until it is stopped. */
export interface Worker {
  stop(): Promise<void>;
}
