// A process that has rows as objects and inserts them as `JSONEachRow`, as most would write it.
import { createClient } from '@clickhouse/client';
import { once } from 'node:events';
import { KEY_HEADER } from '../../../store/embedded/credentials.ts';

interface Order {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly key: string;
  readonly tables: readonly string[];
  readonly insertRows: number;
}

process.send?.({ ready: true });
const [order] = (await once(process, 'message')) as [Order];
const client = createClient({
  url: order.url,
  username: order.username,
  password: order.password,
  database: 'nunchi',
  http_headers: { [KEY_HEADER]: order.key },
  clickhouse_settings: {
    async_insert: 0,
    date_time_input_format: 'best_effort',
    output_format_json_quote_64bit_integers: 1,
  },
});

/**
 * JSON has no place for the bytes of an id: ids are replaced by as many hexadecimal digits, which
 * cost ClickHouse the same.
 */
async function rowsOf(table: string): Promise<unknown[]> {
  const ids = await client.query({
    query: `SELECT name, extract(type, '[0-9]+') AS width FROM system.columns
      WHERE database = currentDatabase() AND table = {table:String} AND type LIKE 'FixedString(%'`,
    query_params: { table },
    format: 'JSONEachRow',
  });
  const replaced = (await ids.json<{ name: string; width: string }>()).map(
    ({ name, width }) => `substring(lower(hex(${name})), 1, ${Number(width)}) AS ${name}`,
  );
  const columns = replaced.length > 0 ? `* REPLACE (${replaced.join(', ')})` : '*';
  const rows = await client.query({
    query: `SELECT ${columns} FROM ${table}`,
    format: 'JSONEachRow',
  });
  return rows.json();
}

const blocks: { table: string; values: unknown[] }[] = [];
for (const table of order.tables) {
  const rows = await rowsOf(table);
  for (let from = 0; from < rows.length; from += order.insertRows) {
    blocks.push({ table, values: rows.slice(from, from + order.insertRows) });
  }
}
process.send?.({ loaded: true });
await once(process, 'message');
for (const { table, values } of blocks) {
  await client.insert({ table, values, format: 'JSONEachRow' });
}
process.send?.({ done: true });
