import { buildAgent } from '../deploy/prepare.mjs';

/** Services of the tests run under the agent as it is built, which must be of these sources. */
export async function setup(): Promise<void> {
  await buildAgent();
}
