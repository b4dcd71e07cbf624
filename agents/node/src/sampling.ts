import type { Attributes, Context, Link, SpanKind } from '@opentelemetry/api';
import {
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  type SamplingResult,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import type { SamplingControl } from './context.ts';
import type { Environment } from './environment.ts';

export interface Sampling {
  readonly sampler: Sampler;
  readonly control: SamplingControl;
}

const NAMES = [
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
  'always_on',
  'always_off',
  'traceidratio',
] as const;

/** What a ratio of 1 comes to, without a look at the trace id. */
const EACH: SamplingResult = Object.freeze({ decision: SamplingDecision.RECORD_AND_SAMPLED });

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
    if (this.#ratio === 1) return EACH;
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
export function createSampling(env: Environment): Sampling {
  const name = env.choice('OTEL_TRACES_SAMPLER', NAMES, 'parentbased_always_on');
  const adjustable = new AdjustableRatioSampler(startRatio(name, env));
  const isParentBased = name.startsWith('parentbased_');
  return {
    sampler: isParentBased ? new ParentBasedSampler({ root: adjustable }) : adjustable,
    control: adjustable,
  };
}

function startRatio(name: (typeof NAMES)[number], env: Environment): number {
  if (name.endsWith('always_on')) return 1;
  if (name.endsWith('always_off')) return 0;
  return env.number('OTEL_TRACES_SAMPLER_ARG', 1, { least: 0, most: 1 });
}
