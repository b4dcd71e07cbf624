// A small OpAMP server that remembers what it was told and answers as told.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import {
  type AgentToServer,
  AgentToServerSchema,
  ServerToAgentSchema,
} from '@elastic/opamp-client-node/lib/generated/opamp_pb.js';

export type Answer = MessageInitShape<typeof ServerToAgentSchema>;

export interface TestLoop {
  readonly port: number;
  readonly endpoint: string;
  readonly messages: AgentToServer[];
  /** Called for each message; undefined: no answer at all. */
  answer: (message: AgentToServer) => Answer | Uint8Array | undefined;
  close(): Promise<void>;
}

export async function startLoop(port = 0): Promise<TestLoop> {
  const messages: AgentToServer[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const message = fromBinary(AgentToServerSchema, Buffer.concat(chunks));
      messages.push(message);
      const answer = loop.answer(message);
      if (answer === undefined) return;
      response.setHeader('content-type', 'application/x-protobuf');
      response.end(answer instanceof Uint8Array ? answer : encode(message, answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  const loop: TestLoop = {
    port: address.port,
    endpoint: `http://127.0.0.1:${address.port}/v1/opamp`,
    messages,
    answer: () => ({}),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return loop;
}

function encode({ instanceUid }: AgentToServer, answer: Answer): Uint8Array {
  return toBinary(
    ServerToAgentSchema,
    create(ServerToAgentSchema, { instanceUid, capabilities: 7n, ...answer }),
  );
}
