import { Load } from '../load.ts';
import { createRun } from '../requests.ts';
import type { Rig } from '../rig.ts';
import { accountOf, acknowledgedMore, type Report, type Scenario } from '../scenario.ts';

const EXIT_WITHIN_MS = 10_000;

type Store = 'there' | 'away' | 'hanging';

/** SIGTERM under load; with the store away, the next process stores what is left. */
export const stops = (rounds: number, stores: readonly Store[]): Scenario => ({
  name: `SIGTERM under load, ClickHouse ${stores.join(', ')}`,
  async run(rig, seed) {
    const reports: Report[] = [];
    const figures: Record<string, number> = {};
    for (const store of stores) {
      let slowestMs = 0;
      for (let round = 0; round < (store === 'there' ? rounds : 1); round++) {
        const { tookMs, ...report } = await stop(rig, seed + round, store);
        slowestMs = Math.max(slowestMs, tookMs);
        reports.push(report);
        for (const [name, value] of Object.entries(report.figures)) {
          figures[name] = (figures[name] ?? 0) + Number(value);
        }
      }
      figures[`slowest exit, ClickHouse ${store}, ms`] = Math.round(slowestMs);
    }
    return { figures, violations: reports.flatMap(({ violations }) => violations) };
  },
});

async function stop(rig: Rig, seed: number, store: Store): Promise<Report & { tookMs: number }> {
  const run = createRun(`stop-${store}-${seed}`);
  await rig.collector.start();
  const load = new Load({ run, url: rig.collectorUrl, seed });
  try {
    await acknowledgedMore(load, 100);
    if (store === 'away') await rig.engine.kill();
    if (store === 'hanging') rig.engine.signal('SIGSTOP');
    if (store !== 'there') await acknowledgedMore(load, 100);

    // Clients go on meanwhile: an acknowledgement that comes now counts too.
    const stopped = await rig.collector.stop(2 * EXIT_WITHIN_MS);
    await load.abandon();
    const { code, signal, tookMs } = stopped ?? { code: null, signal: null, tookMs: 0 };
    const how = `ClickHouse ${store}: SIGTERM`;
    const violations: string[] = [];
    if (code !== 0) violations.push(`${how}: it ended with exit code ${code}, signal ${signal}`);
    if (tookMs > EXIT_WITHIN_MS) violations.push(`${how}: it took ${Math.round(tookMs)} ms`);

    if (store === 'away') await rig.engine.start();
    if (store === 'hanging') rig.engine.signal('SIGCONT');
    if (store !== 'there') {
      await rig.collector.start();
      await rig.drained();
    }
    const account = await accountOf(rig, run, load.ledger);
    return { ...account, violations: [...violations, ...account.violations], tookMs };
  } finally {
    await load.abandon();
    await rig.collector.kill();
  }
}
