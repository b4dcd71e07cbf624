// The short form of `npm run test:faults`; a failure says the seed, which repeats it.
import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRig, type Rig } from './rig.ts';
import { SHORT } from './sizes.ts';

const seed = randomInt(1e9);
let rig: Rig;

beforeAll(async () => {
  rig = await createRig();
});

afterAll(() => rig.close());

describe(`what is acknowledged is stored, once (seed ${seed})`, () => {
  it.each(SHORT)('$name', async (scenario) => {
    const { violations, skipped } = await scenario.run(rig, seed);
    if (skipped !== undefined) console.warn(`${scenario.name}: ${skipped}`);
    expect(violations).toEqual([]);
  });
});
