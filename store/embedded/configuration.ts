import { createHash } from 'node:crypto';
import type { Credentials } from './credentials.ts';
import { KEY_HEADER, USER_NAMES } from './credentials.ts';
import type { Secret } from '../runtime/settings.ts';

export interface EngineLimits {
  /** Most memory that the engine may take, in bytes. */
  readonly memoryBytes: number;
}

export const DATABASE = 'nunchi';

const xml = (value: string | number): string =>
  String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/**
 * The engine's configuration. Caches are small next to the memory limit (ClickHouse's defaults
 * are sized for a server of its own), and shutting down does not wait for idle connections.
 * Requests without the key reach no handler: the user `default` has no password, and a page in
 * somebody's browser can post to loopback.
 */
export function engineConfig(
  usersFile: string,
  logFile: string,
  key: Secret,
  limits: EngineLimits,
): string {
  const cache = (share: number) => Math.floor(limits.memoryBytes * share);
  return `<clickhouse>
  <users_config>${xml(usersFile)}</users_config>
  <logger><log>${xml(logFile)}</log><size>10M</size><count>2</count></logger>
  <max_server_memory_usage>${limits.memoryBytes}</max_server_memory_usage>
  <mark_cache_size>${cache(0.1)}</mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <index_mark_cache_size>${cache(0.05)}</index_mark_cache_size>
  <query_condition_cache_size>${cache(0.02)}</query_condition_cache_size>
  <mmap_cache_size>0</mmap_cache_size>
  <http_handlers>
    <rule>
      <headers><${KEY_HEADER}>${key.reveal()}</${KEY_HEADER}></headers>
      <handler><type>dynamic_query_handler</type><query_param_name>query</query_param_name></handler>
    </rule>
  </http_handlers>
  <max_connections>512</max_connections>
  <keep_alive_timeout>30</keep_alive_timeout>
  <shutdown_wait_unfinished>1</shutdown_wait_unfinished>
</clickhouse>
`;
}

/**
 * Users of the engine. `default` is the session that keeps the engine alive: it cannot be
 * restricted by network (the start would fail), so it may do nothing but that. The reader has
 * no table functions and cannot leave readonly mode; the editor sees and adds documents alone.
 */
export function usersConfig(credentials: Credentials): string {
  const password = (secret: { reveal(): string }) =>
    `<password_sha256_hex>${createHash('sha256').update(secret.reveal()).digest('hex')}</password_sha256_hex>`;
  const local = '<networks><ip>127.0.0.1</ip><ip>::1</ip></networks>';
  const grants = (...queries: string[]) =>
    `<grants>${queries.map((query) => `<query>${query}</query>`).join('')}</grants>`;
  const { writer, reader, editor } = USER_NAMES;
  return `<clickhouse>
  <profiles>
    <default/>
    <reader><readonly>2</readonly><allow_ddl>0</allow_ddl></reader>
    <editor><allow_ddl>0</allow_ddl></editor>
  </profiles>
  <quotas><default/></quotas>
  <users>
    <default>
      <password></password><networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota>
      ${grants('GRANT SYSTEM LISTEN ON *.*', 'GRANT SELECT ON system.numbers')}
    </default>
    <${writer}>${password(credentials.writer)}${local}<profile>default</profile><quota>default</quota></${writer}>
    <${reader}>
      ${password(credentials.reader)}${local}<profile>reader</profile><quota>default</quota>
      ${grants(`GRANT SELECT ON ${DATABASE}.*`)}
    </${reader}>
    <${editor}>
      ${password(credentials.editor)}${local}<profile>editor</profile><quota>default</quota>
      ${grants(`GRANT SELECT, INSERT ON ${DATABASE}.documents`)}
    </${editor}>
  </users>
</clickhouse>
`;
}
