import type { Environment } from '../environment.ts';

/**
 * Which of OpenTelemetry's instrumentations looks after which packages. They are loaded when the
 * application first resolves one of its packages: loading all of them takes a quarter of a second
 * and tens of megabytes, and no application uses more than a few.
 */
export interface Instrumented {
  /** The last part of `@opentelemetry/instrumentation-…`; what `OTEL_NODE_…_INSTRUMENTATIONS` say. */
  readonly name: string;
  /** The exported class. */
  readonly exported: string;
  readonly packages: readonly string[];
  /** Another instrumentation that, once active, looks after these packages as well. */
  readonly unless?: string;
}

const of = (name: string, exported: string, ...packages: string[]): Instrumented => ({
  name,
  exported: `${exported}Instrumentation`,
  packages: packages.length === 0 ? [name] : packages,
});

export const CATALOGUE: readonly Instrumented[] = [
  of('amqplib', 'Amqplib'),
  of(
    'aws-sdk',
    'Aws',
    '@aws-sdk/middleware-stack',
    '@smithy/middleware-stack',
    '@smithy/core',
    '@aws-sdk/smithy-client',
    '@smithy/smithy-client',
  ),
  of('cassandra-driver', 'CassandraDriver'),
  of('connect', 'Connect'),
  of('dataloader', 'Dataloader'),
  of('express', 'Express'),
  of('generic-pool', 'GenericPool'),
  of('graphql', 'GraphQL'),
  of('grpc', 'Grpc', '@grpc/grpc-js'),
  of('hapi', 'Hapi', '@hapi/hapi'),
  of('ioredis', 'IORedis'),
  of('kafkajs', 'KafkaJs'),
  of('knex', 'Knex'),
  of('koa', 'Koa'),
  of('lru-memoizer', 'LruMemoizer'),
  of('memcached', 'Memcached'),
  of('mongodb', 'MongoDB'),
  of('mongoose', 'Mongoose'),
  of('mysql', 'MySQL'),
  of('mysql2', 'MySQL2'),
  of('nestjs-core', 'Nest', '@nestjs/core'),
  of('openai', 'OpenAI'),
  of('oracledb', 'Oracle'),
  of('pg', 'Pg', 'pg', 'pg-pool'),
  of('pino', 'Pino'),
  of('redis', 'Redis', 'redis', '@redis/client', '@node-redis/client'),
  of('restify', 'Restify'),
  // Express 5 is built on it: with both, every layer would make two spans.
  { ...of('router', 'Router'), unless: 'express' },
  of('socket.io', 'SocketIo'),
  of('tedious', 'Tedious'),
];

export type Allowed = (name: string) => boolean;

/** Looked after by the agent without OpenTelemetry's bundle, or without any package. */
const OTHERS = [
  'http',
  'undici',
  'runtime-node',
  'console',
  'bunyan',
  'winston',
  'prom-client',
] as const;
/** OpenTelemetry's, which never run here: to switch them off is no mistake. */
const NEVER = ['aws-lambda', 'cucumber', 'dns', 'fs', 'host-metrics', 'net'] as const;

/** `OTEL_NODE_ENABLED_INSTRUMENTATIONS` (only these) and `OTEL_NODE_DISABLED_INSTRUMENTATIONS`. */
export function allowedInstrumentations(env: Environment): Allowed {
  const known = [...CATALOGUE.map(({ name }) => name), ...OTHERS];
  const expected = 'names of instrumentations such as http,pino';
  const enabled = env.words('OTEL_NODE_ENABLED_INSTRUMENTATIONS', known, {
    expected,
    otherwise: 'all are used',
  });
  const disabled =
    env.words('OTEL_NODE_DISABLED_INSTRUMENTATIONS', [...known, ...NEVER], {
      expected,
      otherwise: 'none is switched off',
    }) ?? [];
  return (name) => (enabled?.includes(name) ?? true) && !disabled.includes(name);
}
