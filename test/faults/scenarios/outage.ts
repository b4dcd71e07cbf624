import { setTimeout as pause } from 'node:timers/promises';
import { acknowledgedMore, type Scenario, underLoad } from '../scenario.ts';

/** The rate at which clients send while nothing is stored. */
const LANES = 5;

/** ClickHouse is killed and comes back after a while; the collector takes everything meanwhile. */
export const away = (awayMs: number): Scenario => ({
  name: `ClickHouse away for ${awayMs / 1_000} s under load`,
  run: (rig, seed) =>
    underLoad(rig, { name: 'away', seed, lanes: LANES }, async (load) => {
      await acknowledgedMore(load, 20);
      await rig.engine.kill();
      const before = load.ledger.acknowledgedRequests;
      await pause(awayMs);
      const meanwhile = load.ledger.acknowledgedRequests - before;
      await rig.engine.start();
      return outcome(meanwhile, load.ledger.unavailable);
    }),
});

/** ClickHouse keeps its connections but does nothing (SIGSTOP), then goes on. */
export const hanging = (hangingMs: number): Scenario => ({
  name: `ClickHouse hanging for ${hangingMs / 1_000} s under load`,
  run: (rig, seed) =>
    underLoad(rig, { name: 'hanging', seed, lanes: LANES }, async (load) => {
      await acknowledgedMore(load, 20);
      rig.engine.signal('SIGSTOP');
      try {
        const before = load.ledger.acknowledgedRequests;
        await pause(hangingMs);
        return outcome(load.ledger.acknowledgedRequests - before, load.ledger.unavailable);
      } finally {
        rig.engine.signal('SIGCONT');
      }
    }),
});

function outcome(meanwhile: number, unavailable: number) {
  const violations = [
    ...(meanwhile === 0 ? ['nothing was acknowledged while ClickHouse was away'] : []),
    ...(unavailable > 0 ? [`${unavailable} attempts had a 503 although the journal had room`] : []),
  ];
  return { figures: { 'requests acknowledged meanwhile': meanwhile }, violations };
}
