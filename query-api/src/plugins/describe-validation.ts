import type { FastifyError, FastifySchemaValidationError } from 'fastify';
import { ApiError } from '../errors.ts';

/** What ajv adds to an error when it is `verbose`. */
interface VerboseError extends FastifySchemaValidationError {
  readonly data?: unknown;
  readonly parentSchema?: {
    readonly description?: string;
    readonly type?: string;
    readonly minimum?: number;
    readonly maximum?: number;
    readonly enum?: readonly unknown[];
    readonly properties?: Readonly<Record<string, unknown>>;
  };
}

/** The first problem of a request's parameters, in words: which one, and what is accepted. */
export function describeValidation(error: FastifyError): ApiError {
  const problem = error.validation?.[0] as VerboseError | undefined;
  if (!problem) return new ApiError('bad_request', error.message, { cause: error });
  const { keyword, params, parentSchema = {} } = problem;

  if (keyword === 'additionalProperties') {
    const parameter = String(params['additionalProperty']);
    const accepted = Object.keys(parentSchema.properties ?? {}).join(', ');
    return new ApiError(
      'unknown_parameter',
      `there is no parameter ${parameter} here; there are ${accepted}`,
      { parameter },
    );
  }
  if (keyword === 'required') {
    const parameter = String(params['missingProperty']);
    return new ApiError('invalid_parameter', `${parameter} is missing`, { parameter });
  }
  const parameter = problem.instancePath.split('/')[1] ?? '';
  return new ApiError('invalid_parameter', `${parameter} ${expectation(problem)}`, { parameter });
}

function expectation({ keyword, params, message, data, parentSchema = {} }: VerboseError): string {
  const { description, type, minimum, maximum, enum: choices } = parentSchema;
  const given = typeof data === 'string' || typeof data === 'number' ? `; it is ${data}` : '';
  if (choices) return `must be one of ${choices.join(', ')}${given}`;
  if (type === 'integer' || type === 'number') {
    return `must be ${bounds(type, minimum, maximum)}${given}`;
  }
  if (keyword === 'type' && Array.isArray(data)) return 'may be given only once';
  if (keyword === 'minLength') return 'must not be empty';
  if (keyword === 'maxLength') return `must have at most ${String(params['limit'])} characters`;
  if (keyword === 'maxItems') return `may be given at most ${String(params['limit'])} times`;
  if (keyword === 'pattern' && description) return `is not ${lowerFirst(description)}`;
  if (keyword === 'pattern' && String(params['pattern']).includes('=')) {
    return `must be written as name=value${given}`;
  }
  return message ?? 'is not valid';
}

function bounds(type: string, minimum?: number, maximum?: number): string {
  const number = type === 'integer' ? 'a whole number' : 'a number';
  if (minimum !== undefined && maximum !== undefined) {
    return `${number} between ${minimum} and ${maximum}`;
  }
  return minimum === undefined ? number : `${number} of at least ${minimum}`;
}

const lowerFirst = (text: string): string =>
  (text.charAt(0).toLowerCase() + text.slice(1)).replace(/\.$/, '');
