import { schemaProblems } from '@nunchi/store/runtime/schema-problems';
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { ApiError } from '../errors.ts';

/**
 * Validates the parts of a request as they were written. (Elsewhere everything arrives as text,
 * and is converted; `"5"` in a JSON body is not a number.) For routes that have no query.
 */
export const strictly: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  return (data: unknown) => {
    const [first] = schemaProblems(schema, data);
    if (!first) return { value: data };
    const { message, ...place } = first;
    const error =
      httpPart === 'body'
        ? new ApiError('invalid_body', message, { place })
        : new ApiError('invalid_parameter', message, { parameter: place.pointer.slice(1) });
    return { error };
  };
};

/** The same for routes whose handler judges the body itself, in better words. */
export const strictlyButBody: FastifySchemaCompiler<TSchema> = (route) =>
  route.httpPart === 'body' ? (data: unknown) => ({ value: data }) : strictly(route);
