import { acknowledgedMore, type Scenario, underLoad } from '../scenario.ts';

/** Share of the attempts that a client cuts before it can see their answer. */
const IMPATIENCE = 0.5;

/**
 * Clients cut their connections and send the same again, also over several connections at once;
 * the collector is killed, and stopped in order, meanwhile. At last they repeat what was
 * acknowledged and stored long before, to a collector that was started after that.
 */
export const repeats = (restarts: number): Scenario => ({
  name: `clients that repeat what they saw no answer to, over ${restarts} restarts`,
  run: (rig, seed) =>
    underLoad(rig, { name: 'repeats', seed, impatience: IMPATIENCE }, async (load) => {
      let recognised = 0;
      for (let restart = 0; restart < restarts; restart++) {
        await acknowledgedMore(load, 100);
        recognised += await rig.metric('repeated_requests_total');
        if (restart % 2 === 0) await rig.collector.kill();
        else await rig.collector.stop(15_000);
        await rig.collector.start();
      }
      await acknowledgedMore(load, 100);
      await load.finish();
      await rig.drained();
      await rig.collector.kill();
      await rig.collector.start();
      const repeated = await load.repeatOld();
      recognised += await rig.metric('repeated_requests_total');
      return {
        figures: {
          'repeated after they were stored': repeated,
          'repetitions recognised': recognised,
        },
        violations:
          recognised < repeated
            ? [`${repeated} requests were repeated, ${recognised} were recognised`]
            : [],
      };
    }),
});
