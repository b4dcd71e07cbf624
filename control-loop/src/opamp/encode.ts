import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { type RemoteConfig, SERVER_CAPABILITIES, type ServerToAgent } from './messages.ts';

const BAD_REQUEST = 1;
const UNAVAILABLE = 2;
const REPORT_FULL_STATE = 0x1;
const NANOSECONDS_PER_MS = 1_000_000n;

/** The one file of a remote configuration. */
export const CONFIG_NAME = 'nunchi';
const CONFIG_TYPE = 'application/json';

/** Encodes a ServerToAgent message. */
export function encodeServerToAgent(message: ServerToAgent): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.LengthDelimited).bytes(message.instanceUid);
  if (message.kind !== 'reply') return error(writer, message).finish();

  const { remoteConfig, reportFullState, newInstanceUid } = message;
  if (remoteConfig) within(writer, 3, () => config(writer, remoteConfig));
  if (reportFullState) writer.tag(6, WireType.Varint).uint64(REPORT_FULL_STATE);
  writer.tag(7, WireType.Varint).uint64(SERVER_CAPABILITIES);
  if (newInstanceUid) {
    within(writer, 8, () => writer.tag(1, WireType.LengthDelimited).bytes(newInstanceUid));
  }
  return writer.finish();
}

/** ServerErrorResponse; no other part goes with it. */
function error(
  writer: BinaryWriter,
  message: Exclude<ServerToAgent, { kind: 'reply' }>,
): BinaryWriter {
  within(writer, 2, () => {
    const type = message.kind === 'bad-request' ? BAD_REQUEST : UNAVAILABLE;
    writer.tag(1, WireType.Varint).int32(type);
    writer.tag(2, WireType.LengthDelimited).string(message.message);
    if (message.kind === 'bad-request') return;
    const nanoseconds = BigInt(Math.ceil(message.retryAfterMs)) * NANOSECONDS_PER_MS;
    within(writer, 3, () => writer.tag(1, WireType.Varint).uint64(nanoseconds));
  });
  return writer;
}

/** AgentRemoteConfig: AgentConfigMap 1, hash 2. */
function config(writer: BinaryWriter, { body, hash }: RemoteConfig): void {
  within(writer, 1, () =>
    within(writer, 1, () => {
      writer.tag(1, WireType.LengthDelimited).string(CONFIG_NAME);
      within(writer, 2, () => {
        writer.tag(1, WireType.LengthDelimited).string(body);
        writer.tag(2, WireType.LengthDelimited).string(CONFIG_TYPE);
      });
    }),
  );
  writer.tag(2, WireType.LengthDelimited).bytes(Buffer.from(hash, 'hex'));
}

function within(writer: BinaryWriter, field: number, write: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write();
  writer.join();
}
