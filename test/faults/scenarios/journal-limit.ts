import { acknowledgedMore, type Scenario, underLoad } from '../scenario.ts';
import { until } from '../wait.ts';

const LIMIT_MB = 1;
/** Requests in flight may pass the limit together, and each has a header in the journal. */
const TOLERANCE = 1.5;

/** The store is away until the journal has reached its limit; then the store comes back. */
export const journalLimit = (): Scenario => ({
  name: `journal over its limit of ${LIMIT_MB} MiB`,
  run: (rig, seed) => {
    const env = { NUNCHI_COLLECTOR_MAX_JOURNAL_MB: String(LIMIT_MB) };
    return underLoad(rig, { name: 'limit', seed, env, pauseMs: 5 }, async (load) => {
      await acknowledgedMore(load, 20);
      await rig.engine.kill();
      await until('many requests are answered with 503', () => load.ledger.unavailable > 200);
      const bytes = await rig.metric('journal_bytes');
      await rig.engine.start();
      await acknowledgedMore(load, 100);
      const most = LIMIT_MB * 1024 * 1024 * TOLERANCE;
      return {
        figures: { 'journal bytes at the limit': bytes },
        violations: bytes > most ? [`the journal grew to ${bytes} bytes`] : [],
      };
    });
  },
});
