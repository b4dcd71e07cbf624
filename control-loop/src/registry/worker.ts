import type { LoopContext, Worker } from '../context.ts';
import { every } from '../runtime/every.ts';
import { Trouble } from '../runtime/trouble.ts';
import { breakerEvents } from './breakers.ts';
import type { InstanceRegistry } from './registry.ts';
import { instanceEvents, longGone } from './transitions.ts';

const EVERY_MS = 1_000;

/** Notes in the event log, and in the table, what became of the instances. */
export function watchInstances(context: LoopContext, registry: InstanceRegistry): Worker {
  const { store, logger } = context;
  const trouble = new Trouble(logger, 'the registry of instances cannot be stored');
  const ticker = every({ everyMs: EVERY_MS, failed: trouble.failed }, async () => {
    await noteInstances(context, registry);
    await registry.write(store);
    trouble.passed();
  });
  return {
    async stop() {
      await ticker.stop();
      await registry.write(store, { force: true }).catch(trouble.failed);
    },
  };
}

/** One round: what changed goes to the event log, what is long gone is forgotten. */
export async function noteInstances(
  { log, now }: Pick<LoopContext, 'log' | 'now'>,
  registry: InstanceRegistry,
): Promise<void> {
  const at = now();
  const times = { now: at, loopStart: registry.startedAt };
  const instances = registry.instances();
  const changes = registry.breakerChanges;
  const stored = await log.decide((state) => [
    ...instanceEvents(state, instances, times),
    ...breakerEvents(state, changes, instances, times),
  ]);
  registry.logged(changes);
  registry.restamp(
    stored.filter(({ type }) => type.startsWith('instance.')).map(({ subject }) => subject),
  );
  registry.forget(longGone(instances, at));
}
