import type { Parameters } from '../client.ts';
import type { Field } from './ast.ts';
import { SPAN_KINDS, SPAN_STATUSES } from './fields.ts';

/** What rows of `spans` are grouped by, in SQL. */
export interface Grouping {
  /** An array of text: the values of the fields, in their order. */
  readonly sql: string;
  /** What has to be joined to `spans` for it; may be empty. */
  readonly join: string;
  readonly parameters: Parameters;
}

/** Groups spans by fields that `toGrouping` has let through. */
export function spanGrouping(fields: readonly Field[]): Grouping {
  const parameters: Record<string, unknown> = {};
  const values = fields.map((field, index) => {
    if (field.kind === 'column') return columnText(field.name);
    const key = `by${index}`;
    parameters[key] = field.key;
    const map = field.kind === 'resource' ? 'resource_attributes' : 'attributes';
    return `${map}[{${key}:String}]`;
  });
  const join = fields.some((field) => field.kind === 'resource')
    ? `LEFT ANY JOIN (
         SELECT resource_id, attributes AS resource_attributes FROM resources LIMIT 1 BY resource_id
       ) AS known_resources USING (resource_id)`
    : '';
  return {
    sql: `[${values.map((value) => `toString(${value})`).join(', ')}]::Array(String)`,
    join,
    parameters,
  };
}

function columnText(name: string): string {
  if (name === 'kind') return word(SPAN_KINDS, 'kind');
  if (name === 'status') return word(SPAN_STATUSES, 'status_code');
  return name;
}

// The words are ours, and the columns too.
const word = (words: readonly string[], column: string): string =>
  `[${words.map((text) => `'${text}'`).join(', ')}][${column} + 1]`;
