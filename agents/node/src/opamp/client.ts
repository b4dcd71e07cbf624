// Speaks OpAMP with the control loop, over plain HTTP.
//
// @elastic/opamp-client-node does the protocol: sequence numbers, heartbeats, what to send again. It
// lacks health, the effective configuration, the goodbye and quick retries; this file adds them by
// way of its inner methods, and is the only one that knows them.
import type { MessageInitShape } from '@bufbuild/protobuf';
import {
  AgentCapabilities,
  type AgentRemoteConfig,
  AgentToServerSchema,
  type ComponentHealthSchema,
  type EffectiveConfigSchema,
  RemoteConfigStatuses,
  RemoteConfigStatusSchema,
  type ServerToAgent,
  ServerToAgentFlags,
} from '@elastic/opamp-client-node/lib/generated/opamp_pb.js';
import { context } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { Diagnostics } from '../context.ts';
import type { Applied } from '../remote/control.ts';
import { createConnectionLog } from './connection-log.ts';
import { loadOpampClient } from './load-client.ts';
import { create, toBinary } from './protobuf.ts';
import type { description } from './report.ts';

export interface OpampClientOptions {
  readonly endpoint: URL;
  readonly heartbeatSeconds: number;
  /** A UUID; undefined: a random one. */
  readonly instanceUid: string | undefined;
  readonly description: ReturnType<typeof description>;
  /** Both are asked before each message, and sent when they differ from what the server has. */
  readonly health: () => MessageInitShape<typeof ComponentHealthSchema>;
  readonly effectiveConfig: () => MessageInitShape<typeof EffectiveConfigSchema>;
  readonly apply: (config: AgentRemoteConfig) => Applied;
  readonly logger: Diagnostics;
}

export interface OpampClient {
  /** Something changed that the server should know before the next heartbeat. */
  sendSoon(): void;
  /** Says goodbye, for half a second at most. */
  stop(): Promise<void>;
}

type Client = ReturnType<ReturnType<typeof loadOpampClient>['createOpAMPClient']>;
type Send = Client['_httpClient']['request'];
type Parts = MessageInitShape<typeof AgentToServerSchema>;

/** At once: a breaker may be half-open for no longer than two calls take. */
const SOON_MS = 0;
const GOODBYE_MS = 500;
const CONNECT_TIMEOUT_MS = 2_000;
const ANSWER_TIMEOUT_MS = 5_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

const { AgentCapabilities_AcceptsRemoteConfig, AgentCapabilities_ReportsRemoteConfig } =
  AgentCapabilities;
const { AgentCapabilities_ReportsEffectiveConfig, AgentCapabilities_ReportsHealth } =
  AgentCapabilities;

export function startOpampClient(options: OpampClientOptions): OpampClient {
  const { endpoint, logger } = options;
  const log = createConnectionLog(endpoint.href, logger);
  const client = createClient(options);
  const send = client._httpClient.request.bind(client._httpClient);
  let lastProblem = 'no answer';
  let stopped = false;
  let soon = false;
  /** Bytes of the parts that the server has, and of those under way. */
  let delivered = new Uint8Array();
  let sent = delivered;

  // A part that is not sent means that it is as before, so both go together or not at all.
  client._httpClient.request = (async (request: Parameters<Send>[0]) => {
    const parts = encode({ health: options.health(), effectiveConfig: options.effectiveConfig() });
    sent = parts;
    const body = request.body as Uint8Array;
    // Messages of protobuf that follow one another are one message with the fields of both.
    const whole = isEqual(parts, delivered) ? body : Buffer.concat([body, parts]);
    try {
      const response = await untraced(() => send({ ...request, body: whole }));
      const { statusCode } = response;
      lastProblem = statusCode === 200 ? 'its answer was an error' : `HTTP status ${statusCode}`;
      return response;
    } catch (error) {
      lastProblem = (error as Error).message || String(error);
      throw error;
    }
  }) as Send;

  const processMessage = client._processServerToAgent.bind(client);
  client._processServerToAgent = (message: ServerToAgent) => {
    delivered = sent;
    const full = BigInt(ServerToAgentFlags.ServerToAgentFlags_ReportFullState);
    if (message.flags & full) delivered = new Uint8Array();
    processMessage(message);
    log.succeeded();
  };

  // An answer that cannot be decoded would otherwise be an unhandled rejection and end the host.
  const sendMessage = client._sendMsg.bind(client);
  client._sendMsg = async () => {
    try {
      await sendMessage();
    } catch (error) {
      lastProblem = `its answer is malformed: ${(error as Error).message}`;
      client._sending = false;
      client._numSendFailures += 1;
      client._queue.push('ReportFullState');
      client._scheduleSendAfterErr();
    }
  };

  client._scheduleSendAfterErr = () => {
    if (stopped) return;
    log.failed(lastProblem);
    client._scheduleSend(retryDelay(client._numSendFailures, Math.random()), true);
  };

  const scheduleHeartbeat = client._scheduleSendHeartbeat.bind(client);
  client._scheduleSendHeartbeat = () => {
    if (soon) client._scheduleSend(SOON_MS, false);
    else scheduleHeartbeat();
    soon = false;
  };

  client.setAgentDescription(options.description);
  client.start();

  return {
    sendSoon() {
      // While a message is under way or fails, the next one carries the news.
      if (client._sending || client._numSendFailures > 0) soon = true;
      else client._scheduleSend(SOON_MS, false);
    },
    async stop() {
      if (stopped) return;
      stopped = true;
      const goodbye = untraced(() => sayGoodbye(client, send));
      const closed = client.shutdown();
      await within(GOODBYE_MS, Promise.allSettled([goodbye, closed]));
      await client._httpClient.destroy();
    },
  };

  function createClient({ instanceUid, heartbeatSeconds, apply }: OpampClientOptions): Client {
    // The package hands these on, though its types name only the keys of TLS.
    const connect: { readonly ca?: string; readonly timeout: number } = {
      timeout: CONNECT_TIMEOUT_MS,
    };
    const created = loadOpampClient().createOpAMPClient({
      endpoint: endpoint.href,
      heartbeatIntervalSeconds: heartbeatSeconds,
      headersTimeout: ANSWER_TIMEOUT_MS,
      bodyTimeout: ANSWER_TIMEOUT_MS,
      connect,
      capabilities: BigInt(
        AgentCapabilities_AcceptsRemoteConfig | AgentCapabilities_ReportsRemoteConfig,
      ),
      ...(instanceUid && { instanceUid }),
      onMessage: ({ remoteConfig }) => {
        if (remoteConfig) report(created, remoteConfig.configHash, apply(remoteConfig));
      },
    });
    created._capabilities |= BigInt(
      AgentCapabilities_ReportsEffectiveConfig | AgentCapabilities_ReportsHealth,
    );
    return created;
  }
}

/** Doubling from 1 s to 30 s, a fifth more or less, so that agents do not come back in step. */
export function retryDelay(failures: number, random: number): number {
  const delay = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, failures - 1));
  return delay * (0.8 + 0.4 * random);
}

function report(client: Client, hash: Uint8Array, applied: Applied): void {
  const isApplied = applied.status === 'applied';
  client.setRemoteConfigStatus(
    create(RemoteConfigStatusSchema, {
      lastRemoteConfigHash: hash,
      status: isApplied
        ? RemoteConfigStatuses.RemoteConfigStatuses_APPLIED
        : RemoteConfigStatuses.RemoteConfigStatuses_FAILED,
      errorMessage: isApplied ? '' : applied.problem,
    }),
  );
}

async function sayGoodbye(client: Client, send: Send): Promise<void> {
  client._sequenceNum += 1n;
  await send({
    method: 'POST',
    path: client._endpoint.pathname,
    headers: { 'Content-Type': 'application/x-protobuf' },
    body: encode({
      instanceUid: client._instanceUid,
      sequenceNum: client._sequenceNum,
      capabilities: client._capabilities,
      agentDisconnect: {},
    }),
  });
}

function encode(parts: Parts): Uint8Array<ArrayBuffer> {
  return toBinary(AgentToServerSchema, create(AgentToServerSchema, parts));
}

/** Neither traced nor subject to a breaker. */
function untraced<Result>(work: () => Result): Result {
  return context.with(suppressTracing(context.active()), work);
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

/** The timer holds the process, so that a goodbye gets out of a host with nothing else to do. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, timeout]);
  clearTimeout(timer);
}
