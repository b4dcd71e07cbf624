import { BREAKER_STATES } from '@nunchi/store/control/health';
import { INSTANCE_STATUSES } from '@nunchi/store/control/snapshots';
import Type from 'typebox';
import { Attributes, Nullable, parameters, UnixNano, words } from '../../schemas/common.ts';

const Status = words(INSTANCE_STATUSES);

export const InstancesQuery = parameters({
  service: Type.Optional(Type.String()),
  status: Type.Optional(Status),
});

export const InstanceParams = parameters({
  instanceUid: Type.String({
    pattern: '^[0-9a-fA-F]{32}$',
    description: 'Uid of an agent: 32 hexadecimal digits.',
  }),
});

export const Breaker = Type.Object({
  address: Type.String({ description: 'host:port of the peer.' }),
  state: words(BREAKER_STATES),
  reason: Type.String(),
});

/** An agent that speaks OpAMP, as the control loop last knew it. */
export const Instance = Type.Object(
  {
    instanceUid: Type.String(),
    service: Type.String(),
    namespace: Type.String(),
    environment: Type.String(),
    version: Type.String(),
    instance: Type.String(),
    status: Status,
    firstSeenUnixNano: UnixNano,
    lastSeenUnixNano: UnixNano,
    heartbeatSeconds: Type.Number(),
    breakers: Type.Array(Breaker, { description: 'By address.' }),
    configStatus: words(['unset', 'applying', 'applied', 'failed']),
    configError: Type.String(),
    wantedHash: Type.String(),
    reportedHash: Type.String(),
  },
  { $id: 'Instance' },
);

export const InstancesReply = Type.Object({
  instances: Type.Array(Instance, { description: 'By service and instance; at most 10,000.' }),
});

export const InstanceReply = Type.Object(
  {
    ...Instance.properties,
    attributes: Attributes,
    health: Nullable(Type.Unknown({ description: "OpAMP's ComponentHealth." })),
    wantedConfig: Nullable(Type.Unknown({ description: 'What the control loop wants of it.' })),
    effectiveConfig: Nullable(Type.Unknown({ description: 'What it says is in force.' })),
  },
  { $id: 'InstanceDetails' },
);
