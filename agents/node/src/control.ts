// What the control loop can see and steer from outside: breakers on outgoing calls, sampling, and
// the OpAMP client that tells and is told.
import type { AgentRemoteConfig } from '@elastic/opamp-client-node/lib/generated/opamp_pb.js';
import type { Peers } from './breakers/peers.ts';
import type { AgentContext, Running } from './context.ts';
import { type OpampClient, startOpampClient } from './opamp/client.ts';
import {
  CONFIG_KEY,
  CONFIG_TYPE,
  description,
  effectiveConfig,
  health,
  instanceUid,
} from './opamp/report.ts';
import { readOpampSettings } from './opamp/settings.ts';
import { startOutgoing } from './outgoing/start.ts';
import { readAllowance } from './remote/allowance.ts';
import { type Applied, createRemoteControl, type RemoteControl } from './remote/control.ts';

/** Outgoing calls are guarded as soon as this is called, before its promise is awaited. */
export async function startControl(agent: AgentContext): Promise<Running> {
  const now = (): number => performance.timeOrigin + performance.now();
  let client: OpampClient | null = null;

  const outgoing = startOutgoing(agent, now, () => client?.sendSoon());
  const { peers, areBreakersOn } = outgoing;
  const remote = createRemoteControl({
    peers,
    sampling: agent.sampling,
    allowed: allowance(agent, areBreakersOn),
    now,
  });
  client = connect(agent, peers, remote);

  return {
    async stop() {
      outgoing.stop();
      await client?.stop();
    },
  };
}

function allowance({ env }: AgentContext, areBreakersOn: boolean) {
  const allowed = readAllowance(env);
  return areBreakersOn ? allowed : new Set([...allowed].filter((part) => part !== 'breakers'));
}

function connect(agent: AgentContext, peers: Peers, remote: RemoteControl): OpampClient | null {
  const { resource, logger } = agent;
  const { endpoint, heartbeatSeconds } = readOpampSettings(agent.env);
  if (!endpoint) return null;
  const startTime = BigInt(Math.round(performance.timeOrigin)) * 1_000_000n;
  return startOpampClient({
    endpoint,
    heartbeatSeconds,
    logger,
    instanceUid: instanceUid(resource),
    description: description(resource, heartbeatSeconds),
    health: () => health(startTime, peers.statuses()),
    effectiveConfig: () => effectiveConfig(remote.effective()),
    apply: (config) => applyConfig(config, remote),
  });
}

function applyConfig({ config }: AgentRemoteConfig, remote: RemoteControl): Applied {
  const files = config?.configMap ?? {};
  const [other] = Object.keys(files).filter((key) => key !== CONFIG_KEY);
  if (other !== undefined) {
    return { status: 'refused', problem: `This agent does not know the configuration "${other}".` };
  }
  const file = files[CONFIG_KEY];
  if (!file) return remote.apply(null);
  if (file.contentType && !file.contentType.startsWith(CONFIG_TYPE)) {
    return { status: 'refused', problem: `It must be ${CONFIG_TYPE}, not ${file.contentType}.` };
  }
  return remote.apply(file.body);
}
