import { setTimeout as pause } from 'node:timers/promises';
import { lossyProxy } from '../lossy-proxy.ts';
import { seededRandom } from '../../random.ts';
import { acknowledgedMore, type Scenario, underLoad } from '../scenario.ts';
import { until } from '../wait.ts';

/** ClickHouse that is slow, that takes an insert and dies before it answers, that is cut off. */
export const lossy = (forMs: number): Scenario => ({
  name: `slow ClickHouse, which accepts and dies before it answers, for ${forMs / 1_000} s`,
  async run(rig, seed) {
    const proxy = await lossyProxy(rig.clickhousePort, seededRandom(seed));
    const env = {
      NUNCHI_CLICKHOUSE_PORT: String(proxy.port),
      NUNCHI_COLLECTOR_FLUSH_MS: '200',
    };
    try {
      return await underLoad(rig, { name: 'lossy', seed, env }, async (load) => {
        await pause(forMs);
        await acknowledgedMore(load, 20);
        const { fates } = proxy;
        await until('every kind of harm was done', () => Object.values(fates).every((n) => n > 0));
        proxy.calm();
        const figures = Object.entries(fates).map(([fate, n]) => [`inserts ${fate}`, n]);
        return { figures: Object.fromEntries(figures) };
      });
    } finally {
      proxy.close();
    }
  },
});
