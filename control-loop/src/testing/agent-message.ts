import { create, type MessageInitShape, toBinary, fromBinary } from '@bufbuild/protobuf';
import {
  AgentToServerSchema,
  type ServerToAgent,
  ServerToAgentSchema,
} from '@elastic/opamp-client-node/lib/generated/opamp_pb.js';

export const UID = Uint8Array.from({ length: 16 }, (_, index) => index + 1);
export const UID_TEXT = Buffer.from(UID).toString('hex');

/** A message as the official schema encodes it. */
export function encodeAgentToServer(
  message: Omit<MessageInitShape<typeof AgentToServerSchema>, '$typeName'>,
): Buffer {
  return Buffer.from(toBinary(AgentToServerSchema, create(AgentToServerSchema, message)));
}

/** An answer as the official schema reads it. */
export function readServerToAgent(bytes: Uint8Array): ServerToAgent {
  return fromBinary(ServerToAgentSchema, bytes);
}

export const text = (key: string, value: string) => ({
  key,
  value: { value: { case: 'stringValue' as const, value } },
});

export const DESCRIPTION = {
  identifyingAttributes: [
    text('service.name', 'checkout'),
    text('service.namespace', 'shop'),
    text('service.version', '1.2.3'),
    text('service.instance.id', 'checkout-1'),
  ],
  nonIdentifyingAttributes: [
    text('deployment.environment.name', 'production'),
    {
      key: 'nunchi.heartbeat.seconds',
      value: { value: { case: 'doubleValue' as const, value: 5 } },
    },
    { key: 'process.pid', value: { value: { case: 'intValue' as const, value: 4711n } } },
  ],
};
