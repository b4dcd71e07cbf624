import Type from 'typebox';
import { Nullable, parameters, TimeRangeQuery, words } from '../../schemas/common.ts';
import { Health, Seconds } from '../services/schema.ts';

const scope = (of: string) =>
  Type.Optional(
    Type.String({
      description: `Only services of this ${of}, and what they call or are called by.`,
    }),
  );

export const ServiceMapQuery = parameters({
  ...TimeRangeQuery,
  namespace: scope('namespace'),
  environment: scope('environment'),
  version: scope('version'),
  focus: Type.Optional(
    Type.String({
      description:
        'Id of a node: only what calls it and what it calls. Nothing where there is no such node.',
      examples: ['service:checkout'],
    }),
  ),
  depth: Type.Integer({
    default: 1,
    minimum: 1,
    maximum: 3,
    description: 'How many calls away from `focus`, in both directions.',
  }),
  beforeFrom: Type.Optional(
    Type.String({
      description: 'Start of a range to compare with, given together with `beforeTo`.',
    }),
  ),
  beforeTo: Type.Optional(Type.String({ description: 'End of that range, exclusive.' })),
});

const ErrorRate = Nullable(Type.Number({ description: '0 to 1; null without requests.' }));
const Change = Nullable(words(['new', 'gone', 'changed', 'same']));

/** What both nodes and edges say about the range to compare with; null where there is none. */
const comparison = {
  change: Change,
  changeReason: Nullable(Type.String({ description: 'What changed, in words.' })),
  before: Nullable(
    Type.Object(
      {
        requestsPerSecond: Type.Number(),
        errorRate: ErrorRate,
        p95Ms: Nullable(Type.Number()),
      },
      { description: 'In the range to compare with; null where it was not there, too.' },
    ),
  ),
};

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
    namespaces: Type.Array(Type.String(), {
      description: 'Of the service; of other kinds, those of the services around it.',
    }),
    environments: Type.Array(Type.String()),
    requests: Type.Integer({
      description:
        'Of a service: its spans of kind server and consumer. Of others: calls that services made to it.',
    }),
    requestsPerSecond: Type.Number(),
    errors: Type.Integer(),
    errorRate: ErrorRate,
    p95Ms: Nullable(Type.Number()),
    health: Health,
    healthReason: Type.String(),
    ...comparison,
  },
  { $id: 'ServiceMapNode' },
);

export const ServiceMapEdge = Type.Object(
  {
    source: Type.String({ description: 'Id of the node that calls or sends.' }),
    target: Type.String({ description: 'Id of the node that is called or receives.' }),
    kind: words(['http', 'rpc', 'messaging', 'database', 'other']),
    requests: Type.Integer({ description: '0 where the edge is gone.' }),
    requestsPerSecond: Type.Number(),
    errors: Type.Integer({ description: 'As the caller saw them; of messages, the receiver.' }),
    errorRate: ErrorRate,
    p50Ms: Nullable(
      Type.Number({ description: 'As the caller saw it; of messages, the receiver.' }),
    ),
    p95Ms: Nullable(Type.Number()),
    p99Ms: Nullable(Type.Number()),
    ...comparison,
  },
  { $id: 'ServiceMapEdge' },
);

export const ServiceMapReply = Type.Object({
  seconds: Seconds,
  nodes: Type.Array(ServiceMapNode, { description: 'By kind and name.' }),
  edges: Type.Array(ServiceMapEdge, { description: 'By source and target.' }),
  truncated: Type.Boolean({ description: 'Whether there are more edges than are given.' }),
  incomplete: Nullable(
    Type.Object(
      {
        minutes: Type.Integer({ description: 'Minutes whose edges are missing.' }),
        reason: Type.String({ description: 'Why, and what to do.' }),
      },
      { description: 'Null when the edges of the whole range are given.' },
    ),
  ),
});
