import type { TSchema } from 'typebox';
import Value from 'typebox/value';

/** Where a value is not what its schema says, in words. */
export interface SchemaProblem {
  /** JSON Pointer. */
  readonly pointer: string;
  readonly message: string;
  /** What could stand there instead. */
  readonly expected?: readonly string[];
}

/** Everything about a JSON value that is not as its schema says. */
export function schemaProblems(schema: TSchema, value: unknown): SchemaProblem[] {
  return Value.Errors(schema, value).flatMap((error): SchemaProblem[] => {
    const { instancePath: pointer, keyword } = error;
    const name = pointer === '' ? 'it' : pointer.slice(1).replaceAll('/', '.');
    switch (keyword) {
      case 'boolean': // said by additionalProperties too
        return [];
      case 'additionalProperties': {
        const expected = Object.keys(fieldsOf(schema, error.schemaPath));
        return error.params.additionalProperties.map((extra) => ({
          pointer: `${pointer}/${escape(extra)}`,
          message: `there is no field ${extra}${pointer === '' ? '' : ` in ${name}`}; there are ${expected.join(', ')}`,
          expected,
        }));
      }
      case 'required':
        return error.params.requiredProperties.map((missing) => ({
          pointer: `${pointer}/${escape(missing)}`,
          message: `${pointer === '' ? '' : `${name}.`}${missing} is missing`,
        }));
      case 'enum': {
        const expected = error.params.allowedValues.map(String);
        return [{ pointer, message: `${name} must be one of ${expected.join(', ')}`, expected }];
      }
      case 'const': {
        const expected = [String(error.params.allowedValue)];
        return [{ pointer, message: `${name} must be ${expected[0]}`, expected }];
      }
      case 'pattern': {
        const { description, examples } = at(schema, error.schemaPath) as PatternSchema;
        const [example] = examples ?? [];
        const form = description ?? `text of the form ${error.params.pattern}`;
        return [
          {
            pointer,
            message: `${name} must be ${lowerFirst(form)}${example ? ` (${example})` : ''}`,
            ...(example !== undefined && { expected: [example] }),
          },
        ];
      }
      default:
        return [{ pointer, message: `${name} ${error.message}` }];
    }
  });
}

interface PatternSchema {
  readonly description?: string;
  readonly examples?: readonly string[];
}

const lowerFirst = (text: string): string =>
  (text.charAt(0).toLowerCase() + text.slice(1)).replace(/\.$/, '');
const escape = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

function fieldsOf(schema: TSchema, path: string): object {
  return (at(schema, path) as { properties?: object }).properties ?? {};
}

/** The part of a schema that a path such as `#/properties/name` names. */
function at(schema: TSchema, path: string): object {
  let part: unknown = schema;
  for (const key of path.split('/').slice(1)) {
    part = (part as Record<string, unknown> | undefined)?.[key];
  }
  return typeof part === 'object' && part !== null ? part : {};
}
