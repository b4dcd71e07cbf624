import type { Attributes, Context, Link, SpanKind } from '@opentelemetry/api';
import {
  ParentBasedSampler,
  type Sampler,
  type SamplingResult,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import type { SamplingControl } from './context.ts';

export interface Sampling {
  readonly sampler: Sampler;
  readonly control: SamplingControl;
  /** What was wrong with the environment, in a sentence. */
  readonly problem?: string;
}

/** Decides by trace id and a ratio that may change while the process runs. */
class AdjustableRatioSampler implements Sampler, SamplingControl {
  #ratio: number;
  #sampler: TraceIdRatioBasedSampler;

  constructor(ratio: number) {
    this.#ratio = ratio;
    this.#sampler = new TraceIdRatioBasedSampler(ratio);
  }

  ratio(): number {
    return this.#ratio;
  }

  setRatio(ratio: number): void {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new RangeError(`a sampling ratio is a number from 0 to 1, not ${ratio}`);
    }
    this.#ratio = ratio;
    this.#sampler = new TraceIdRatioBasedSampler(ratio);
  }

  shouldSample(
    context: Context,
    traceId: string,
    _name: string,
    _kind: SpanKind,
    _attributes: Attributes,
    _links: Link[],
  ): SamplingResult {
    return this.#sampler.shouldSample(context, traceId);
  }

  toString(): string {
    return `AdjustableRatio{${this.#ratio}}`;
  }
}

/**
 * The sampler that `OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG` name. Whatever they name,
 * the ratio for traces that begin here can be changed later; a parent's decision is respected
 * unless the name says otherwise.
 */
export function createSampling(env: Readonly<NodeJS.ProcessEnv>): Sampling {
  const name = env.OTEL_TRACES_SAMPLER?.trim().toLowerCase() || 'parentbased_always_on';
  const parentBased = name.startsWith('parentbased_');
  const root = startRatio(name.replace(/^parentbased_/, ''), env.OTEL_TRACES_SAMPLER_ARG);
  const adjustable = new AdjustableRatioSampler(root.ratio);
  const respectParent = parentBased || root.unknown;
  return {
    sampler: respectParent ? new ParentBasedSampler({ root: adjustable }) : adjustable,
    control: adjustable,
    ...(root.problem !== undefined && { problem: root.problem }),
  };
}

function startRatio(
  root: string,
  argument: string | undefined,
): { ratio: number; unknown: boolean; problem?: string } {
  switch (root) {
    case 'always_on':
      return { ratio: 1, unknown: false };
    case 'always_off':
      return { ratio: 0, unknown: false };
    case 'traceidratio': {
      const ratio = argument === undefined || argument.trim() === '' ? 1 : Number(argument);
      if (ratio >= 0 && ratio <= 1) return { ratio, unknown: false };
      const problem = `OTEL_TRACES_SAMPLER_ARG is "${argument}", not a number from 0 to 1; every trace is recorded`;
      return { ratio: 1, unknown: false, problem };
    }
    default: {
      const problem = `OTEL_TRACES_SAMPLER names "${root}", which this agent does not know; every trace is recorded`;
      return { ratio: 1, unknown: true, problem };
    }
  }
}
