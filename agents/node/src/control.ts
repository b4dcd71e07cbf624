// What the control loop can see and steer from outside: breakers on outgoing calls, sampling, and
// the OpAMP client that tells and is told.
import type { AgentRemoteConfig } from '@elastic/opamp-client-node/lib/generated/opamp_pb.js';
import { createGuard } from './outgoing/guard.ts';
import { guardHttp } from './outgoing/http.ts';
import { observeWith } from './breakers/metrics.ts';
import { Peers } from './breakers/peers.ts';
import { guardUndici } from './outgoing/undici.ts';
import { isPartOn } from './chassis.ts';
import type { AgentContext, Diagnostics, Running } from './context.ts';
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
import { parseAllowance } from './remote/allowance.ts';
import { type Applied, createRemoteControl, type RemoteControl } from './remote/control.ts';

const TICK_MS = 200;

/** Outgoing calls are guarded as soon as this is called, before its promise is awaited. */
export async function startControl(agent: AgentContext): Promise<Running> {
  const { env, logger } = agent;
  const now = (): number => performance.timeOrigin + performance.now();
  let client: OpampClient | null = null;

  const metrics = observeWith(agent.meter, () => peers.statuses());
  const peers = new Peers({
    now,
    observer: {
      ...metrics,
      changed(peer, transition) {
        metrics.changed(peer, transition);
        client?.sendSoon();
      },
    },
  });
  const areBreakersOn = isPartOn('NUNCHI_BREAKERS', env);
  const unguard = areBreakersOn ? guardCalls(peers, logger) : () => {};
  const ticking = setInterval(() => peers.tick(), TICK_MS);
  ticking.unref();

  const remote = createRemoteControl({
    peers,
    sampling: agent.sampling,
    allowed: allowance(agent, areBreakersOn),
    now,
  });
  client = connect(agent, peers, remote);

  return {
    async stop() {
      clearInterval(ticking);
      unguard();
      await client?.stop();
    },
  };
}

function guardCalls(peers: Peers, logger: Diagnostics): () => void {
  let told = false;
  const onFault = (error: unknown): void => {
    if (told) return;
    told = true;
    logger.error(
      `The circuit breakers have a fault and let calls through unguarded: ${String(error)}. ` +
        'Please report it; NUNCHI_BREAKERS=off switches them off.',
    );
  };
  const guard = createGuard(peers, onFault);
  const undo = [guardHttp(guard, onFault), guardUndici(guard, onFault)];
  return () => undo.forEach((step) => step());
}

function allowance({ env, logger }: AgentContext, areBreakersOn: boolean) {
  const { allowed, unknown } = parseAllowance(env.variables['NUNCHI_REMOTE_ALLOW']);
  if (unknown.length > 0) {
    logger.warn(
      `NUNCHI_REMOTE_ALLOW names ${unknown.join(', ')}, which is unknown; known are breakers, sampling.`,
    );
  }
  return areBreakersOn ? allowed : new Set([...allowed].filter((part) => part !== 'breakers'));
}

function connect(agent: AgentContext, peers: Peers, remote: RemoteControl): OpampClient | null {
  const { resource, logger } = agent;
  const { endpoint, heartbeatSeconds, problems } = readOpampSettings(agent.env.variables);
  for (const problem of problems) logger.warn(problem);
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
