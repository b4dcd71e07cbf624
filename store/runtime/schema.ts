import Type from 'typebox';

/** One of some words. (`type` is for readers of the OpenAPI document: `Type.Enum` gives none.) */
export const words = <const T extends string[]>(
  choices: readonly [...T],
  options: Type.TSchemaOptions = {},
) => Type.Enum([...choices], { type: 'string', ...options });

export const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/**
 * An object with any keys. (`Type.Record` writes the keys as the pattern `^.*$`, which a key with
 * a line break does not match: serialising would drop it.)
 */
export const anyKeys = <T extends Type.TSchema>(value: T, options: Type.TSchemaOptions = {}) =>
  Type.Unsafe<Record<string, Type.Static<T>>>({
    type: 'object',
    additionalProperties: value,
    ...options,
  });
