import Type from 'typebox';
import { Nullable, parameters, TimeRangeQuery, words } from '../../schemas/common.ts';
import { Health, Seconds } from '../services/schema.ts';

export const ServiceMapQuery = parameters({ ...TimeRangeQuery });

export const ServiceMapNode = Type.Object(
  {
    id: Type.String({ description: '`<kind>:<name>`; what edges refer to.' }),
    kind: words(['service', 'database', 'messaging', 'external']),
    service: Nullable(Type.String({ description: 'Name of the service; null for other kinds.' })),
    name: Type.String({
      description: 'Service; database system and name; queue or topic; host and port.',
    }),
    system: Nullable(
      Type.String({ description: 'Product of a database or broker: postgresql, kafka.' }),
    ),
    requests: Type.Integer({
      description:
        'Of a service: its spans of kind server and consumer. Of others: calls that services made to it.',
    }),
    errors: Type.Integer(),
    p95Ms: Nullable(Type.Number()),
    health: Health,
    healthReason: Type.String(),
  },
  { $id: 'ServiceMapNode' },
);

export const ServiceMapEdge = Type.Object(
  {
    source: Type.String({ description: 'Id of the node that calls or sends.' }),
    target: Type.String({ description: 'Id of the node that is called or receives.' }),
    kind: words(['http', 'rpc', 'messaging', 'database', 'other']),
    requests: Type.Integer(),
    requestsPerSecond: Type.Number(),
    errors: Type.Integer({ description: 'As the caller saw them; of messages, the receiver.' }),
    p50Ms: Type.Number({ description: 'As the caller saw it; of messages, the receiver.' }),
    p95Ms: Type.Number(),
    p99Ms: Type.Number(),
  },
  { $id: 'ServiceMapEdge' },
);

export const ServiceMapReply = Type.Object({
  seconds: Seconds,
  nodes: Type.Array(ServiceMapNode, { description: 'By kind and name.' }),
  edges: Type.Array(ServiceMapEdge, { description: 'By source and target.' }),
  truncated: Type.Boolean({ description: 'Whether there are more edges than are given.' }),
});
