import { randomUUID } from 'node:crypto';
import { latencyInWords } from '@nunchi/store/alarms/words';
import { newestSpanEnd } from '@nunchi/store/queries/alarms/newest-span';
import { rangeBefore } from '@nunchi/store/queries/time';
import type { LoopContext, Worker } from '../context.ts';
import { every } from '../runtime/every.ts';
import type { Problems } from '../runtime/problems.ts';
import { Trouble } from '../runtime/trouble.ts';
import { type Ingest, stepIngest } from './ingest.ts';

const EVERY_MS = 5_000;
const LOOK_BACK_MS = 600_000;

type Context = Pick<LoopContext, 'config' | 'store' | 'now' | 'logger'>;

/** Tells in `control_loops` that this loop is at work, and what it cannot do. */
export class Heartbeat {
  readonly #context: Context;
  readonly #problems: Problems;
  readonly #missed: () => number;
  readonly #loopId = randomUUID();
  readonly #startedAt: number;
  #ingest: Ingest | undefined;

  constructor(context: Context, problems: Problems, missed: () => number) {
    this.#context = context;
    this.#problems = problems;
    this.#missed = missed;
    this.#startedAt = context.now();
  }

  async beat(): Promise<void> {
    const { store, now, config } = this.#context;
    const at = now();
    const newest = await newestSpanEnd(store, rangeBefore(at, LOOK_BACK_MS));
    this.#ingest = stepIngest(this.#ingest, at, newest);
    const { lateMs } = this.#ingest;
    const isLate = lateMs > config.evaluationDelayMs;
    const late = `spans come ${latencyInWords(lateMs)} late or more; rules look only ${latencyInWords(config.evaluationDelayMs)} back and may miss them`;
    this.#problems.set('ingest', isLate ? [late] : []);
    await store.insertRows('control_loops', [
      {
        loop_id: this.#loopId,
        time: new Date(at).toISOString(),
        started_at: new Date(this.#startedAt).toISOString(),
        ingest_lag_ms: newest === undefined ? 'nan' : Math.max(0, at - newest),
        missed_evaluations: this.#missed(),
        problems: this.#problems.list(),
      },
    ]);
  }
}

export function beatAgainAndAgain(
  context: Context,
  problems: Problems,
  missed: () => number,
): Worker {
  const trouble = new Trouble(context.logger, 'the control loop cannot say that it is at work');
  const heartbeat = new Heartbeat(context, problems, missed);
  return every({ everyMs: EVERY_MS, failed: trouble.failed }, async () => {
    await heartbeat.beat();
    trouble.passed();
  });
}
