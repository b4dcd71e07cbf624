import type { Questionable } from '@nunchi/store';
import { type AgentHealth, breakersOf } from '@nunchi/store/control/health';
import { findAgent, findAgents, type ListedAgent } from '@nunchi/store/queries/agents/find';
import type { Static } from 'typebox';
import { ApiError } from '../../errors.ts';
import { toUnixNano } from '../../model/event.ts';
import type { Instance, InstanceReply, InstancesQuery } from './schema.ts';

export async function listInstances(
  store: Questionable,
  query: Static<typeof InstancesQuery>,
): Promise<Static<typeof Instance>[]> {
  return (await findAgents(store, query)).map(toInstance);
}

export async function getInstance(
  store: Questionable,
  instanceUid: string,
): Promise<Static<typeof InstanceReply>> {
  const row = await findAgent(store, instanceUid);
  if (!row) {
    throw new ApiError(
      'instance_not_found',
      `no agent with the uid ${instanceUid} has reported itself`,
    );
  }
  const { attributes, wantedConfig, effectiveConfig, ...listed } = row;
  return {
    ...toInstance(listed),
    attributes: (parsed(attributes) ?? {}) as Record<string, unknown>,
    health: parsed(row.health),
    wantedConfig: parsed(wantedConfig),
    effectiveConfig: parsed(effectiveConfig),
  };
}

function toInstance(row: ListedAgent): Static<typeof Instance> {
  const { firstSeenMs, lastSeenMs, health, capabilities: _, ...shown } = row;
  return {
    ...shown,
    firstSeenUnixNano: toUnixNano(firstSeenMs),
    lastSeenUnixNano: toUnixNano(lastSeenMs),
    breakers: breakersOf(parsed(health) as AgentHealth | null),
  };
}

/** What agents say of themselves is kept as they said it: text that is no JSON stays text. */
function parsed(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
