import type { Questionable } from '@nunchi/store';
import type { Channel } from '@nunchi/store/alarms/channel';
import type { Condition } from '@nunchi/store/alarms/rule';
import { isLive } from '@nunchi/store/alarms/step';
import { lastEvaluations } from '@nunchi/store/queries/alarms/evaluations';
import type { LoopContext } from '../context.ts';
import { type ActiveRule, type Catalogue, toCatalogue } from '../rules/catalogue.ts';
import { eachOf } from '../runtime/each.ts';
import type { Problems } from '../runtime/problems.ts';
import { decideInBlocks } from './block.ts';
import { decideRule, decideWithoutRule, type Evaluation } from './decide.ts';
import type { EvaluationMetrics } from './metrics.ts';
import { seeAbsent } from './see-absent.ts';
import { seeInstances } from './see-instances.ts';
import { seeThreshold } from './see-threshold.ts';
import type { Channels } from './outbox.ts';
import { forRules, whyFailed } from './questions.ts';
import { brokenRow, type ResultRow, resultRow } from './result.ts';
import type { Sight } from './sight.ts';
import { watchedSince } from './young.ts';

type Context = Pick<LoopContext, 'config' | 'store' | 'log' | 'documents' | 'agents' | 'now'>;

const RULES_AT_ONCE = 4;

/** Evaluates every rule, and notes in the event log what became of their alarms. */
export class Evaluator {
  readonly #context: Context;
  readonly #problems: Problems;
  readonly #metrics: EvaluationMetrics;
  readonly #questions: Questionable;
  readonly #stopping = new AbortController();
  /** By the id of the rule, epoch milliseconds; undefined: not read yet. */
  #lastEvaluated: Map<string, number> | undefined;
  /** When the store was last found away, epoch milliseconds. */
  #awayUntil: number | undefined;

  constructor(context: Context, problems: Problems, metrics: EvaluationMetrics) {
    this.#context = context;
    this.#problems = problems;
    this.#metrics = metrics;
    this.#questions = forRules(context.store, this.#stopping.signal);
  }

  /** One evaluation of all rules. Throws when the store is away: then every alarm is as it was. */
  async tick(): Promise<void> {
    try {
      await this.#tick();
    } catch (error) {
      this.#awayUntil = this.#context.now();
      throw error;
    }
  }

  async #tick(): Promise<void> {
    const { store, documents, now } = this.#context;
    this.#lastEvaluated ??= new Map(
      (await lastEvaluations(store)).map(({ ruleId, timeMs }) => [ruleId, Number(timeMs)]),
    );
    const at = now();
    const catalogue = toCatalogue(documents.of('alarm-rule'));
    const channels: Channels = new Map(
      documents.of<Channel>('channel').map(({ id, body }) => [id, body]),
    );
    await this.#endAlarmsWithoutRule(catalogue, channels, at);

    const rows: ResultRow[] = [];
    const problems: string[] = [];
    let away: unknown;
    await eachOf(catalogue.active, RULES_AT_ONCE, async (rule) => {
      if (away !== undefined) return;
      try {
        const row = await this.#evaluate(rule, channels, at);
        rows.push(row);
        if (row.outcome !== 'error') return;
        problems.push(`${rule.rule.name} cannot be evaluated: ${row.message}`);
      } catch (error) {
        away ??= error;
      }
    });
    const skipped = catalogue.active.length - rows.length;
    if (skipped > 0) this.#metrics.evaluations.inc({ outcome: 'skipped' }, skipped);
    if (away !== undefined) throw away;

    for (const { id, message } of catalogue.broken) {
      const observation = { kind: 'error', message } as const;
      const evaluation = this.#evaluation(id, channels, at);
      await decideInBlocks(this.#context.log, (state) =>
        decideWithoutRule(state, id, observation, evaluation),
      );
      rows.push(brokenRow(id, at, message));
      problems.push(message);
    }
    this.#problems.set('rules', problems);
    this.#problems.set('channels', unknownChannels(catalogue, channels));
    if (rows.length > 0) await store.insertRows('rule_evaluations', rows);
  }

  /** What is asked at the moment is given up. */
  stop(): void {
    this.#stopping.abort();
  }

  /** Throws when the store is away. */
  async #evaluate(active: ActiveRule, channels: Channels, at: number): Promise<ResultRow> {
    const began = performance.now();
    const sight = await this.#see(active.rule.condition, at);
    const evaluation = this.#evaluation(active.id, channels, at);
    await decideInBlocks(this.#context.log, (state) =>
      decideRule(state, active, sight, evaluation),
    );
    this.#lastEvaluated?.set(active.id, at);
    const durationMs = performance.now() - began;
    const row = resultRow(active, sight, at, durationMs);
    this.#metrics.evaluations.inc({ outcome: row.outcome });
    this.#metrics.duration.observe(durationMs / 1_000);
    return row;
  }

  async #see(condition: Condition, at: number): Promise<Sight> {
    const { config, agents } = this.#context;
    const until = at - config.evaluationDelayMs;
    const loopStart = agents.startedAt;
    const watch = { at: until, watchedSince: watchedSince(loopStart, this.#awayUntil) };
    try {
      switch (condition.kind) {
        case 'threshold':
          return await seeThreshold(this.#questions, condition, watch);
        case 'absent':
          return await seeAbsent(this.#questions, condition, watch);
        case 'instance':
          return seeInstances(condition, agents.instances(), { now: at, loopStart });
      }
    } catch (error) {
      const message = whyFailed(error);
      if (message === undefined) throw error;
      return { kind: 'failed', message };
    }
  }

  async #endAlarmsWithoutRule(
    { active, broken, disabled }: Catalogue,
    channels: Channels,
    at: number,
  ): Promise<void> {
    const { log } = this.#context;
    const present = new Set([...active, ...broken].map(({ id }) => id));
    const gone = new Set(
      [...log.state.alarm.values()]
        .filter(({ body }) => isLive(body) && !present.has(body.ruleId))
        .map(({ body }) => body.ruleId),
    );
    for (const ruleId of gone) {
      const message = disabled.has(ruleId) ? 'the rule was disabled' : 'the rule was deleted';
      const evaluation = this.#evaluation(ruleId, channels, at);
      await decideInBlocks(log, (state) =>
        decideWithoutRule(state, ruleId, { kind: 'gone', message }, evaluation),
      );
    }
  }

  #evaluation(ruleId: string, channels: Channels, at: number): Evaluation {
    const intervalMs = this.#context.config.evaluationIntervalMs;
    const lastEvaluatedAt = this.#lastEvaluated?.get(ruleId);
    return { now: at, intervalMs, lastEvaluatedAt, channels };
  }
}

function unknownChannels({ active }: Catalogue, channels: Channels): string[] {
  return active.flatMap(({ rule }) =>
    (rule.channels ?? [])
      .filter((name) => !channels.has(name))
      .map((name) => `${rule.name} is to tell the channel ${name}, which there is not`),
  );
}
