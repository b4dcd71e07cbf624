import Type from 'typebox';

/** Where notifications go. The name is the channel's id. */
export const Channel = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,99}$' }),
    kind: Type.Literal('webhook'),
    url: Type.String({ pattern: '^https?://', maxLength: 2_000 }),
    secret: Type.Optional(
      Type.String({
        minLength: 8,
        maxLength: 200,
        description: 'Signs what is sent; is never shown again.',
      }),
    ),
    sendResolved: Type.Optional(Type.Boolean({ default: true })),
  },
  { additionalProperties: false },
);
export type Channel = Type.Static<typeof Channel>;
