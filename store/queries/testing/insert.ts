import type { Store } from '../../client.ts';

type Values = Readonly<Record<string, unknown>>;

/** A span, log record or other row as the tests write it: ids in hexadecimal, times as Unix nanoseconds. */
export type Fixture = Values;

const IDS: Readonly<Record<string, number>> = { trace_id: 16, span_id: 8, parent_span_id: 8 };
const TIME = /(^|_)(time|seen)$/;

/** Columns that are not given have their type's default. */
export async function insert(
  store: Store,
  table: string,
  fixtures: readonly Fixture[],
): Promise<void> {
  const types = await columnTypes(store, table);
  const columns = [...new Set(fixtures.flatMap((fixture) => Object.keys(fixture)))];
  const structure = columns.map((column) => `\`${column}\` ${transportType(column, types)}`);
  const values = columns.map((column) => expression(column));
  // A heredoc needs no escaping; the tag is nowhere in the data.
  const data = fixtures.map((fixture) => JSON.stringify(fixture)).join('\n');
  await store.command(
    `INSERT INTO ${table} (${columns.map((column) => `\`${column}\``).join(', ')})
     SELECT ${values.join(', ')}
     FROM format(JSONEachRow, $structure$${structure.join(', ')}$structure$, $fixture$${data}$fixture$)`,
  );
}

async function columnTypes(store: Store, table: string): Promise<ReadonlyMap<string, string>> {
  const rows = await store.rows<{ name: string; type: string }>(
    'SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = {table:String}',
    { table },
  );
  return new Map(rows.map((row) => [row.name, row.type]));
}

const isList = (column: string) => column.startsWith('events.') || column.startsWith('links.');
const plain = (column: string) => column.replace(/^(events|links)\./, '');

function transportType(column: string, types: ReadonlyMap<string, string>): string {
  const type = types.get(column);
  if (type === undefined) throw new Error(`there is no column ${column}`);
  const list = (inner: string) => (isList(column) ? `Array(${inner})` : inner);
  if (plain(column) in IDS) return list('String');
  if (TIME.test(plain(column))) return list('Int64');
  return type;
}

function expression(column: string): string {
  const bytes = IDS[plain(column)];
  let convert: string | undefined;
  if (bytes !== undefined) convert = `toFixedString(unhex(value), ${bytes})`;
  if (TIME.test(plain(column))) convert = "fromUnixTimestamp64Nano(value, 'UTC')";
  if (convert === undefined) return `\`${column}\``;
  return isList(column)
    ? `arrayMap(value -> ${convert}, \`${column}\`)`
    : convert.replace('value', `\`${column}\``);
}
