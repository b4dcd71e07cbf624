import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import Value from 'typebox/value';
import { ApiError } from '../errors.ts';

/**
 * Validates the parts of a request as they were written. (Elsewhere everything arrives as text,
 * and is converted; `"5"` in a JSON body is not a number.) For routes that have no query.
 */
export const strictly: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  return (data: unknown) => {
    const [first] = Value.Errors(schema, data);
    if (!first) return { value: data };
    const pointer = first.instancePath;
    if (httpPart === 'body') {
      const where = pointer === '' ? 'the body' : pointer;
      const detail = `${where} ${first.message}`;
      return { error: new ApiError('invalid_body', detail, { place: { pointer } }) };
    }
    const parameter = pointer.slice(1);
    const detail = `${parameter} ${first.message}`;
    return { error: new ApiError('invalid_parameter', detail, { parameter }) };
  };
};

/** The same for routes whose handler judges the body itself, in better words. */
export const strictlyButBody: FastifySchemaCompiler<TSchema> = (route) =>
  route.httpPart === 'body' ? (data: unknown) => ({ value: data }) : strictly(route);
