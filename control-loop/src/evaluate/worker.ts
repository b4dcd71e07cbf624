import type { LoopContext, Worker } from '../context.ts';
import { every, type Ticker } from '../runtime/every.ts';
import type { Problems } from '../runtime/problems.ts';
import { Trouble } from '../runtime/trouble.ts';
import { Evaluator } from './evaluator.ts';
import { createEvaluationMetrics, observeAlarms } from './metrics.ts';

export type EvaluationWorker = Worker & Pick<Ticker, 'missed'>;

/** Evaluates all rules again and again. */
export function evaluateRules(context: LoopContext, problems: Problems): EvaluationWorker {
  const { config, logger, registry, log } = context;
  const evaluator = new Evaluator(context, problems, createEvaluationMetrics(registry));
  const trouble = new Trouble(logger, 'rules cannot be evaluated; alarms stay as they are');
  const failed = (error: unknown): void => {
    trouble.failed(error);
    const why = error instanceof Error ? error.message : String(error);
    problems.set('evaluation', [`rules cannot be evaluated: ${why}`]);
  };
  const ticker = every({ everyMs: config.evaluationIntervalMs, failed }, async () => {
    await evaluator.tick();
    problems.set('evaluation', []);
    trouble.passed();
  });
  observeAlarms(registry, log, () => ticker.missed);
  return {
    get missed() {
      return ticker.missed;
    },
    async stop() {
      evaluator.stop();
      await ticker.stop();
    },
  };
}
