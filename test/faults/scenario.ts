import { Load, type LoadOptions } from './load.ts';
import type { Ledger } from './ledger.ts';
import { createRun, type Run } from './requests.ts';
import type { Rig } from './rig.ts';
import { verify } from './stored.ts';
import { until } from './wait.ts';

export interface Report {
  /** What was done and counted, in the order in which it is shown. */
  readonly figures: Readonly<Record<string, number | string>>;
  readonly violations: readonly string[];
  /** Why it could not be done here. */
  readonly skipped?: string;
}

/** Finds the rig with ClickHouse running and the collector stopped, and leaves it so. */
export interface Scenario {
  readonly name: string;
  run(rig: Rig, seed: number): Promise<Report>;
}

const STOP_LIMIT_MS = 15_000;

interface UnderLoad extends Partial<Pick<LoadOptions, 'lanes' | 'pauseMs' | 'impatience'>> {
  readonly name: string;
  readonly seed: number;
  /** Settings of the collector. */
  readonly env?: NodeJS.ProcessEnv;
}

/** What a scenario adds to the account of its load. */
type Found = Partial<Pick<Report, 'figures' | 'violations'>>;

/**
 * Lets `work` do its harm while clients send; then all that they sent is acknowledged, the
 * journal is drained, and the ledger is held against the store.
 */
export async function underLoad(
  rig: Rig,
  { name, seed, env, ...options }: UnderLoad,
  work: (load: Load, run: Run) => Promise<Found>,
): Promise<Report> {
  const run = createRun(name);
  await rig.collector.start(env);
  const load = new Load({ run, url: rig.collectorUrl, seed, ...options });
  try {
    const { figures = {}, violations = [] } = await work(load, run);
    await load.finish();
    await rig.drained();
    const account = await accountOf(rig, run, load.ledger);
    return {
      figures: { ...figures, ...account.figures },
      violations: [...violations, ...account.violations],
    };
  } finally {
    await load.abandon();
    await rig.collector.stop(STOP_LIMIT_MS);
  }
}

/** Resolves when so many more requests were acknowledged. */
export async function acknowledgedMore(load: Load, requests: number): Promise<void> {
  const { ledger } = load;
  const wanted = ledger.acknowledgedRequests + requests;
  await until(`${requests} more requests are acknowledged`, () => {
    return ledger.acknowledgedRequests >= wanted;
  });
}

export async function accountOf(rig: Rig, run: Run, ledger: Ledger): Promise<Report> {
  await until('ClickHouse answers', () => rig.store.check().then(() => true));
  const { stored, doubled, missing, violations } = await verify(rig.store, run, ledger);
  return {
    figures: {
      'requests acknowledged': ledger.acknowledgedRequests,
      'records acknowledged': ledger.acknowledgedRecords,
      stored,
      missing,
      doubled,
      'answered with 503': ledger.unavailable,
      'without an answer': ledger.silent,
    },
    violations: [...violations, ...ledger.wrongAnswers.slice(0, 5)],
  };
}
