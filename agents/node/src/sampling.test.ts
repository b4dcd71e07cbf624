import { type Context, ROOT_CONTEXT, SpanKind, trace, TraceFlags } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { readEnvironment } from './environment.ts';
import { createSampling } from './sampling.ts';

const TRACE = 'ffffffffffffffffffffffffffffffff';
const { RECORD_AND_SAMPLED, NOT_RECORD } = SamplingDecision;

const parent = (traceFlags: TraceFlags): Context =>
  trace.setSpanContext(ROOT_CONTEXT, {
    traceId: TRACE,
    spanId: '00f067aa0ba902b7',
    isRemote: true,
    traceFlags,
  });
function samplingOf(env: NodeJS.ProcessEnv) {
  const problems: string[] = [];
  return { ...createSampling(readEnvironment(env, (problem) => problems.push(problem))), problems };
}
const decide = (env: NodeJS.ProcessEnv, context = ROOT_CONTEXT) =>
  samplingOf(env).sampler.shouldSample(context, TRACE, 'GET', SpanKind.SERVER, {}, []).decision;

test('nothing said → every trace, and a parent decides', () => {
  expect(decide({})).toBe(RECORD_AND_SAMPLED);
  expect(decide({}, parent(TraceFlags.NONE))).toBe(NOT_RECORD);
});

test.each([
  ['always_on', undefined, 1],
  ['always_off', undefined, 0],
  ['traceidratio', '0.25', 0.25],
  ['parentbased_always_off', undefined, 0],
  ['parentbased_traceidratio', '0.5', 0.5],
  ['parentbased_traceidratio', undefined, 1],
])('%s with %s → ratio %s', (name, argument, ratio) => {
  const env = { OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: argument };
  const { control, problems } = samplingOf(env);
  expect(control.ratio()).toBe(ratio);
  expect(problems).toEqual([]);
});

test('without "parentbased" a parent does not decide', () => {
  expect(decide({ OTEL_TRACES_SAMPLER: 'always_on' }, parent(TraceFlags.NONE))).toBe(
    RECORD_AND_SAMPLED,
  );
});

test('an unknown sampler or ratio → every trace, and says so', () => {
  expect(samplingOf({ OTEL_TRACES_SAMPLER: 'jaeger_remote' }).problems[0]).toContain(
    'jaeger_remote',
  );
  const env = { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: 'half' };
  expect(samplingOf(env).problems).toEqual([
    'OTEL_TRACES_SAMPLER_ARG is "half", not a number from 0 to 1; 1 is used',
  ]);
  expect(decide(env)).toBe(RECORD_AND_SAMPLED);
});

test('the ratio changes while it runs: 1 → 0 → 1', () => {
  const { sampler, control } = samplingOf({});
  const decision = () =>
    sampler.shouldSample(ROOT_CONTEXT, TRACE, 'GET', SpanKind.SERVER, {}, []).decision;
  control.setRatio(0);
  expect(decision()).toBe(NOT_RECORD);
  control.setRatio(1);
  expect(decision()).toBe(RECORD_AND_SAMPLED);
});

test.each([-0.1, 1.1, Number.NaN])('a ratio of %s is refused and changes nothing', (ratio) => {
  const { control } = samplingOf({});
  expect(() => control.setRatio(ratio)).toThrow(RangeError);
  expect(control.ratio()).toBe(1);
});
