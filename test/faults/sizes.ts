import type { Scenario } from './scenario.ts';
import { damage } from './scenarios/damage.ts';
import { diskFilled, diskFull } from './scenarios/disk-full.ts';
import { journalLimit } from './scenarios/journal-limit.ts';
import { kills } from './scenarios/kills.ts';
import { lossy } from './scenarios/lossy.ts';
import { away, hanging } from './scenarios/outage.ts';
import { repeats } from './scenarios/repeats.ts';
import { stops } from './scenarios/stops.ts';

/** `npm run test:faults`: minutes. */
export const FULL: readonly Scenario[] = [
  kills(52),
  away(60_000),
  hanging(65_000),
  lossy(20_000),
  damage(1),
  diskFull(5),
  diskFilled(),
  journalLimit(),
  repeats(6),
  stops(5, ['there', 'away', 'hanging']),
];

/** Within `npm test`: the same, shorter. */
export const SHORT: readonly Scenario[] = [
  kills(3),
  away(2_000),
  lossy(1_000),
  damage(15),
  diskFull(1),
  diskFilled(),
  journalLimit(),
  repeats(1),
  stops(1, ['there']),
];
