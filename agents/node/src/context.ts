import type { AttributeValue, Meter } from '@opentelemetry/api';
import type { Environment } from './environment.ts';

/** Where the agent's own words go: standard error of the host, filtered by `OTEL_LOG_LEVEL`. */
export interface Diagnostics {
  error(message: string): void;
  warn(message: string): void;
  info(message: string): void;
  debug(message: string): void;
}

/** The share of new traces that is recorded, 0 to 1; decisions of a parent stay as they are. */
export interface SamplingControl {
  /** Throws a `RangeError` outside 0 to 1. */
  setRatio(ratio: number): void;
  ratio(): number;
}

/** What the running agent gives to the parts that can be controlled from outside. */
export interface AgentContext {
  /** Attributes of the resource that every signal carries, all resolved. */
  readonly resource: Readonly<Record<string, AttributeValue>>;
  readonly meter: Meter;
  readonly logger: Diagnostics;
  readonly sampling: SamplingControl;
  readonly env: Environment;
}

/** A part that runs until the host ends. */
export interface Running {
  stop(): Promise<void>;
}
