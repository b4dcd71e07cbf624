import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '../../random.ts';
import { acknowledgedMore, type Scenario, underLoad } from '../scenario.ts';
import { until } from '../wait.ts';

const VICTIMS = ['collector', 'ClickHouse', 'both', 'collector', 'ClickHouse'] as const;
const MOST_REQUESTS_BETWEEN = 80;
const MOST_PAUSE_MS = 250;
/** Blocks leave often, so that many kills meet one on its way. */
const FLUSH_MS = '150';

/** SIGKILL at random moments; a kill counts because the process was at work since it started. */
export const kills = (times: number): Scenario => ({
  name: `${times} times SIGKILL of the collector, of ClickHouse, of both`,
  run: (rig, seed) =>
    underLoad(
      rig,
      { name: 'kills', seed, env: { NUNCHI_COLLECTOR_FLUSH_MS: FLUSH_MS } },
      async (load) => {
        const random = seededRandom(seed);
        const done = { collector: 0, ClickHouse: 0, both: 0 };
        const rows = () => rig.metric('inserted_rows_total');
        let rowsBefore = 0;
        for (let kill = 0; kill < times; kill++) {
          const victim = VICTIMS[kill % VICTIMS.length] as (typeof VICTIMS)[number];
          await acknowledgedMore(load, random.integer(1, MOST_REQUESTS_BETWEEN));
          await until(
            'rows are stored since the last kill',
            async () => (await rows()) > rowsBefore,
          );
          await pause(random.integer(0, MOST_PAUSE_MS));
          const engine = victim === 'collector' ? undefined : rig.engine;
          const collector = victim === 'ClickHouse' ? undefined : rig.collector;
          await Promise.all([engine?.kill(), collector?.kill()]);
          rowsBefore = collector ? 0 : await rows();
          await engine?.start();
          await collector?.start({ NUNCHI_COLLECTOR_FLUSH_MS: FLUSH_MS });
          done[victim] += 1;
        }
        return {
          figures: {
            'kills of the collector': done.collector,
            'of ClickHouse': done.ClickHouse,
            'of both': done.both,
          },
        };
      },
    ),
});
