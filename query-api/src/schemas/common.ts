import { anyKeys, Nullable, words } from '@nunchi/store/runtime/schema';
import Type from 'typebox';

export { Nullable, words };

/** Unix time in nanoseconds as a decimal string: it does not fit a JSON number. */
export const UnixNano = Type.String({
  pattern: '^-?\\d+$',
  description: 'Unix time in nanoseconds, as a decimal string.',
  examples: ['1763700000000000000'],
});

export const TraceId = Type.String({
  pattern: '^[0-9a-fA-F]{32}$',
  description: 'A trace id: 32 hexadecimal digits.',
});

export const SpanId = Type.String({
  pattern: '^[0-9a-fA-F]{16}$',
  description: 'A span id: 16 hexadecimal digits.',
});

/** Attributes as plain JSON, in the order in which they were sent. */
export const Attributes = anyKeys(Type.Unknown(), {
  description:
    'Attribute values as plain JSON. A 64-bit integer beyond 2^53 is a decimal string, bytes are base64, and what is not a finite number is "NaN", "Infinity" or "-Infinity"; the types beside it tell those from text.',
});

/** The types of the attributes whose JSON form does not tell it. */
export const AttributeTypes = anyKeys(words(['int', 'double', 'bytes']), {
  description:
    'OTLP type of each attribute whose JSON form does not tell it: an integer that is given as a string, a double without a fraction or not finite, bytes. A part of a nested value is named by the key and a JSON Pointer: `key/list/0`.',
});

export const Scope = Type.Object({
  name: Type.String(),
  version: Type.String(),
  schemaUrl: Type.String(),
  attributes: Attributes,
  attributeTypes: AttributeTypes,
  droppedAttributesCount: Type.Integer(),
});

const TIME = 'RFC 3339, epoch milliseconds, or relative: now, now-15m, now-1h, now-7d.';

/** `from` and `to` of every question about a range of time. */
export const TimeRangeQuery = {
  from: Type.String({ default: 'now-15m', description: `Start of the range, inclusive. ${TIME}` }),
  to: Type.String({ default: 'now', description: `End of the range, exclusive. ${TIME}` }),
};

export const pageQuery = (defaultLimit: number, maximum: number) => ({
  limit: Type.Integer({ default: defaultLimit, minimum: 1, maximum }),
  cursor: Type.Optional(Type.String({ description: "The previous page's `nextCursor`." })),
});

/** The parameters of a path, and no others: a misspelt filter is an error, not an unfiltered answer. */
export const parameters = <T extends Type.TProperties>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });

/** The schema under a name of its own in the OpenAPI document. */
export const named = <T extends Type.TSchema>($id: string, schema: T): T => ({ ...schema, $id });

/** A moment as the control loop writes it down. */
export const EpochMs = Type.Integer({ description: 'Epoch milliseconds.' });

/** A few labels or annotations. */
export const Texts = anyKeys(Type.String());

/** The version that is changed, of a route that asks for it. */
export const IfMatch = Type.Object({
  'if-match': Type.Optional(
    Type.String({ description: 'The version that this change is based on: the ETag of the GET.' }),
  ),
});

/** RFC 9457 problem details, with a `code` that does not change. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'Stable name of the problem, for programs.' }),
    detail: Type.String({ description: 'What was wrong, where, and what to do.' }),
    parameter: Type.Optional(Type.String({ description: 'The parameter that was wrong.' })),
    pointer: Type.Optional(
      Type.String({ description: 'JSON Pointer to the part of the body that was wrong.' }),
    ),
    position: Type.Optional(
      Type.Object(
        { offset: Type.Integer(), length: Type.Integer() },
        { description: 'Where in that text, in UTF-16 code units.' },
      ),
    ),
    expected: Type.Optional(
      Type.Array(Type.String(), { description: 'What could stand there instead.' }),
    ),
  },
  { $id: 'Problem' },
);
