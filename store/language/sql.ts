import type { Parameters } from '../client.ts';
import { TRACE_ID } from '../queries/time.ts';
import type { ColumnField, Field, Node, Parts, Term } from './ast.ts';

/** A condition in SQL. Whatever a person wrote is among the parameters, and never in the text. */
export interface Condition {
  readonly sql: string;
  readonly parameters: Parameters;
}

/** How the rows of a signal are asked. */
export interface SignalColumns {
  /** SQL of a column that is text; undefined when the signal has no such field. */
  readonly text: Readonly<Partial<Record<ColumnField, string>>>;
  /** SQL of a column that is a number. */
  readonly numbers: Readonly<Partial<Record<ColumnField, string>>>;
  /** Columns whose words stand for numbers: the numbers of a word, as a range. */
  readonly words: Readonly<Partial<Record<ColumnField, (word: string) => readonly number[]>>>;
  /** Columns that a word without a field is looked for in. */
  readonly searched: readonly string[];
}

/** Collects parameters under names that no other part of the question uses. */
class Binder {
  readonly parameters: Record<string, unknown> = {};
  readonly #prefix: string;
  #count = 0;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  bind(value: unknown, type: 'String' | 'Int64' | 'Float64' | 'Array(UInt8)'): string {
    const name = `${this.#prefix}${this.#count}`;
    this.#count += 1;
    this.parameters[name] = value;
    return `{${name}:${type}}`;
  }
}

/** The query as a condition on rows of a signal; `prefix` begins the names of its parameters. */
export function compile(query: Node, columns: SignalColumns, prefix = 'q'): Condition {
  const binder = new Binder(prefix);
  const sql = nodeSql(query, columns, binder);
  return { sql, parameters: binder.parameters };
}

function nodeSql(node: Node, columns: SignalColumns, binder: Binder): string {
  switch (node.kind) {
    case 'and':
      if (node.nodes.length === 0) return 'true';
      return `(${node.nodes.map((inner) => nodeSql(inner, columns, binder)).join(' AND ')})`;
    case 'or':
      return `(${node.nodes.map((inner) => nodeSql(inner, columns, binder)).join(' OR ')})`;
    case 'not':
      return `NOT ${nodeSql(node.node, columns, binder)}`;
    default:
      return `(${termSql(node, columns, binder)})`;
  }
}

function termSql(term: Term, columns: SignalColumns, binder: Binder): string {
  switch (term.kind) {
    case 'text':
      return searchSql(term.parts, columns.searched, binder);
    case 'compares':
      return comparesSql(term, columns, binder);
    case 'equals':
      return equalsSql(term.field, term.parts, columns, binder);
  }
}

/** In any case of letters, anywhere in the text. */
function searchSql(parts: Parts, searched: readonly string[], binder: Binder): string {
  if (parts.length === 1) {
    const text = binder.bind(parts[0], 'String');
    return searched.map((sql) => `positionCaseInsensitiveUTF8(${sql}, ${text}) > 0`).join(' OR ');
  }
  const pattern = binder.bind(`%${likePattern(parts)}%`, 'String');
  return searched.map((sql) => `${sql} ILIKE ${pattern}`).join(' OR ');
}

function comparesSql(
  { field, op, value }: Extract<Term, { kind: 'compares' }>,
  columns: SignalColumns,
  binder: Binder,
): string {
  if (field.kind === 'column') {
    return `${columns.numbers[field.name]} ${op} ${binder.bind(String(value), 'Int64')}`;
  }
  const bound = binder.bind(value, 'Float64');
  const number = (text: string) => `ifNull(toFloat64OrNull(${text}) ${op} ${bound}, false)`;
  const key = binder.bind(field.key, 'String');
  const sql = number(`attributes[${key}]`);
  return field.kind === 'attribute' ? sql : ofResource(sql);
}

function equalsSql(field: Field, parts: Parts, columns: SignalColumns, binder: Binder): string {
  if (field.kind === 'column') return columnSql(field.name, parts, columns, binder);
  const key = binder.bind(field.key, 'String');
  if (parts.length > 1) {
    const exists = `mapContains(attributes, ${key})`;
    const sql = isAnything(parts)
      ? exists
      : `${exists} AND attributes[${key}] LIKE ${binder.bind(likePattern(parts), 'String')}`;
    return field.kind === 'attribute' ? sql : ofResource(sql);
  }
  const value = binder.bind(parts[0], 'String');
  const sql = `mapContains(attributes, ${key}) AND attributes[${key}] = ${value}`;
  if (field.kind === 'resource') return ofResource(sql);
  // The first half is the truth for any value but the empty one; the second is what the index
  // answers, and looked at where the first holds.
  return `attributes[${key}] = ${value} AND has(attribute_hashes, cityHash64(${key}, ${value}))`;
}

function columnSql(
  name: ColumnField,
  parts: Parts,
  columns: SignalColumns,
  binder: Binder,
): string {
  const text = parts[0] ?? '';
  if (name === 'trace')
    return `trace_id = ${TRACE_ID.replace('{traceId:String}', binder.bind(text, 'String'))}`;
  const numbers = columns.words[name]?.(text);
  if (numbers) return `${columns.numbers[name]} IN ${binder.bind(numbers, 'Array(UInt8)')}`;
  const column = columns.text[name] ?? '';
  if (isAnything(parts)) return `${column} != ''`;
  if (parts.length > 1) return `${column} LIKE ${binder.bind(likePattern(parts), 'String')}`;
  const value = binder.bind(text, 'String');
  if (name !== 'correlation' || !/^[0-9a-f]{32}$/i.test(text)) return `${column} = ${value}`;
  // A record without a correlation id of its own is found by its trace id.
  return `${column} = ${value} OR (${column} = '' AND trace_id = toFixedString(unhex(${value}), 16))`;
}

/** Resources are few: those that match are looked up once, and not for each row. */
const ofResource = (sql: string): string =>
  `resource_id IN (SELECT resource_id FROM resources WHERE ${sql})`;

const isAnything = (parts: Parts): boolean =>
  parts.length === 2 && parts.every((part) => part === '');

const likePattern = (parts: Parts): string =>
  parts.map((part) => part.replace(/[\\%_]/g, '\\$&')).join('%');
