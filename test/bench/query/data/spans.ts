import {
  ENVIRONMENT,
  EVENTS,
  METHODS,
  NAMESPACE,
  RARE,
  RESOURCES,
  SERVICES,
  STATEMENTS,
  VERSIONS,
} from './shop.ts';
import { correlationIdOf, list, pick, spanIdOf, text, traceIdOf, userIdOf } from './sql.ts';
import { ROLE, TRACE_SPANS } from './trace.ts';

interface Attribute {
  readonly key: string;
  /** SQL. */
  readonly value: string;
  /** As in `attribute_types`. */
  readonly type?: 'i';
}

const resource = pick(RESOURCES, 'operation');
const host = `concat(${pick(SERVICES, 'peer')}, '.shop.svc.cluster.local')`;
const item = `toString(cityHash64(trace, place) % 1000000)`;
const statusCode = `if(failed, '500', '200')`;
const CLIENT_ADDRESSES = 2_000;
const client = `cityHash64(trace, 'client') % ${CLIENT_ADDRESSES}`;

const ENDUSER: readonly Attribute[] = [
  { key: 'enduser.id', value: userIdOf('trace', 'place') },
  { key: 'correlation.id', value: correlationIdOf('trace') },
];

const HTTP: readonly Attribute[] = [
  { key: 'http.request.method', value: pick(METHODS, 'operation') },
  { key: 'http.response.status_code', value: statusCode, type: 'i' },
  { key: 'server.address', value: host },
  { key: 'server.port', value: `'8080'`, type: 'i' },
  { key: 'network.protocol.version', value: `'1.1'` },
];

const MESSAGING: readonly Attribute[] = [
  { key: 'messaging.system', value: `'kafka'` },
  { key: 'messaging.destination.name', value: `concat('for-', ${pick(SERVICES, 'peer')})` },
  { key: 'messaging.kafka.offset', value: `toString(trace)`, type: 'i' },
  { key: 'messaging.destination.partition.id', value: `toString(trace % 12)` },
  { key: 'server.address', value: `'kafka.shop.svc.cluster.local'` },
  { key: 'server.port', value: `'9092'`, type: 'i' },
  { key: 'messaging.client.id', value: pick(SERVICES, 'owner') },
];

/** Ten each, two of them random UUIDs. */
const ATTRIBUTES: Readonly<Record<keyof typeof ROLE, readonly Attribute[]>> = {
  server: [
    ...HTTP,
    { key: 'http.route', value: `concat('/v1/', ${resource}, '/{id}')` },
    { key: 'url.path', value: `concat('/v1/', ${resource}, '/', ${item})` },
    {
      key: 'client.address',
      value: `concat('10.', toString(intDiv(${client}, 250)), '.0.', toString(${client} % 250))`,
    },
    ...ENDUSER,
  ],
  client: [
    ...HTTP,
    {
      key: 'url.full',
      value: `concat('http://', ${host}, ':8080/v1/', ${resource}, '/', ${item})`,
    },
    { key: 'user_agent.original', value: `'node'` },
    { key: 'http.request.resend_count', value: `toString(trace % 50 = 0)`, type: 'i' },
    ...ENDUSER,
  ],
  database: [
    { key: 'db.system.name', value: `'postgresql'` },
    { key: 'db.namespace', value: pick(SERVICES, 'owner') },
    { key: 'db.operation.name', value: pick(STATEMENTS, 'operation') },
    { key: 'db.collection.name', value: resource },
    {
      key: 'db.query.text',
      value: `concat(${pick(STATEMENTS, 'operation')}, ' ', ${resource}, ' WHERE id = $1')`,
    },
    { key: 'server.address', value: `'postgresql.shop.svc.cluster.local'` },
    { key: 'server.port', value: `'5432'`, type: 'i' },
    { key: 'db.response.returned_rows', value: `toString(trace % 25)`, type: 'i' },
    ...ENDUSER,
  ],
  producer: [...MESSAGING, { key: 'messaging.operation.type', value: `'send'` }, ...ENDUSER],
  consumer: [...MESSAGING, { key: 'messaging.operation.type', value: `'process'` }, ...ENDUSER],
};

const NAMES: Readonly<Record<keyof typeof ROLE, string>> = {
  server: `concat(${pick(METHODS, 'operation')}, ' /v1/', ${resource}, '/{id}')`,
  client: pick(METHODS, 'operation'),
  database: `concat(${pick(STATEMENTS, 'operation')}, ' ', ${resource})`,
  producer: `concat('send for-', ${pick(SERVICES, 'peer')})`,
  consumer: `concat('process ', ${pick(EVENTS, 'operation')})`,
};

/** SQL that depends on the span's role. */
function byRole(of: (role: keyof typeof ROLE) => string): string {
  const roles = Object.keys(ROLE) as (keyof typeof ROLE)[];
  const cases = roles.slice(0, -1).map((role) => `role = ${ROLE[role]}, ${of(role)}`);
  return `multiIf(${cases.join(', ')}, ${of(roles.at(-1) as keyof typeof ROLE)})`;
}

const keys = byRole((role) => list(ATTRIBUTES[role].map(({ key }) => key)));
const values = byRole((role) => `[${ATTRIBUTES[role].map(({ value }) => value).join(', ')}]`);
const types = byRole((role) => text(ATTRIBUTES[role].map(({ type = 's' }) => type).join('')));

const serviceName = pick(SERVICES, 'owner');
const instanceName = `concat(${serviceName}, '-', toString(instance))`;
const RESOURCE_ID = `cityHash64(service, instance)`;

/** Columns of `spans` and their SQL over a row of {@link TRACE_SPANS}; others have their default. */
const COLUMNS: Readonly<Record<string, string>> = {
  start_time: `fromUnixTimestamp64Nano(start_ns, 'UTC')`,
  duration_ns: 'duration',
  trace_id: traceIdOf('trace'),
  span_id: spanIdOf('trace', 'place'),
  parent_span_id: `if(place = 0, toFixedString('', 8), ${spanIdOf('trace', 'parent')})`,
  flags: '257',
  service: serviceName,
  namespace: text(NAMESPACE),
  environment: text(ENVIRONMENT),
  version: pick(VERSIONS, 'instance'),
  instance: instanceName,
  resource_id: `cityHash64(${serviceName}, ${instanceName})`,
  scope_name: `'@shop/instrumentation'`,
  scope_version: `'0.223.0'`,
  name: byRole((role) => NAMES[role]),
  kind: 'kind',
  status_code: 'if(failed, 2, 0)',
  status_message: `if(failed, 'upstream did not answer', '')`,
  attributes: `mapFromArrays(${keys}, ${values})`,
  attribute_types: types,
  correlation_id: correlationIdOf('trace'),
};

export const INSERT_SPANS = `
  INSERT INTO spans (${Object.keys(COLUMNS).join(', ')})
  SELECT ${Object.values(COLUMNS).join(',\n    ')}
  FROM (${TRACE_SPANS})`;

/** Spans of the service that hardly has any, spread over `{from}` to `{to}`; each is a trace. */
export const INSERT_RARE_SPANS = `
  INSERT INTO spans (start_time, duration_ns, trace_id, span_id, service, name, kind)
  SELECT fromUnixTimestamp64Nano({from:Int64} + intDiv({to:Int64} - {from:Int64}, ${RARE.spans}) * toInt64(number), 'UTC'),
    1000000 * (${RARE.shortestMs} + 10 * toInt64(number)), ${traceIdOf(`number, 'rare'`)}, ${spanIdOf('number', `'rare'`)},
    ${text(RARE.service)}, 'report', 1
  FROM numbers(${RARE.spans})`;

/** The resources that these spans name, each seen from `{from}` to `{to}`. */
export const INSERT_RESOURCES = `
  INSERT INTO resources
    (resource_id, service, namespace, environment, version, instance, attributes, first_seen, last_seen)
  SELECT ${RESOURCE_ID}, service, ${text(NAMESPACE)}, ${text(ENVIRONMENT)}, version, instance,
    map('service.name', service, 'service.namespace', ${text(NAMESPACE)}, 'service.version', version,
      'service.instance.id', instance, 'deployment.environment.name', ${text(ENVIRONMENT)},
      'host.name', concat('node-', toString(number % 8), '.eu-west-1.internal'),
      'telemetry.sdk.language', 'nodejs', 'telemetry.sdk.version', '2.12.0'),
    fromUnixTimestamp64Nano({from:Int64}, 'UTC'), fromUnixTimestamp64Nano({to:Int64}, 'UTC')
  FROM (
    SELECT number, ${pick(SERVICES, `intDiv(number, ${VERSIONS.length})`)} AS service,
      number % ${VERSIONS.length} AS instance_number,
      concat(service, '-', toString(instance_number)) AS instance,
      ${pick(VERSIONS, 'instance_number')} AS version
    FROM numbers(${SERVICES.length * VERSIONS.length})
  )`;
