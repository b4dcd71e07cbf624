import Type from 'typebox';

const closed = { additionalProperties: false } as const;

/**
 * What may be set for every instance of a service: the body of a `service-config` document, and
 * `settings` of an agent's remote configuration. What is left out is the agent's own choice.
 */
export const ServiceSettings = Type.Object(
  {
    sampling: Type.Optional(
      Type.Object(
        {
          ratio: Type.Number({
            minimum: 0,
            maximum: 1,
            description: 'Share of new traces that is recorded.',
          }),
        },
        closed,
      ),
    ),
    breaker: Type.Optional(
      Type.Object(
        {
          enabled: Type.Optional(Type.Boolean()),
          failureRate: Type.Optional(
            Type.Number({
              exclusiveMinimum: 0,
              maximum: 1,
              description: 'Share of failed calls at which a breaker opens.',
            }),
          ),
          minimumRequests: Type.Optional(
            Type.Integer({
              minimum: 1,
              maximum: 100_000,
              description: 'Calls in the window below which a breaker stays closed.',
            }),
          ),
          windowMs: Type.Optional(Type.Integer({ minimum: 1_000, maximum: 600_000 })),
          openMs: Type.Optional(
            Type.Integer({
              minimum: 100,
              maximum: 600_000,
              description: 'How long a breaker stays open before it probes.',
            }),
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ServiceSettings = Type.Static<typeof ServiceSettings>;
