import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { readEnvironment } from '../environment.ts';
import { allowedInstrumentations, CATALOGUE } from './catalogue.ts';

const require = createRequire(import.meta.url);
const bundle = createRequire(require.resolve('@opentelemetry/auto-instrumentations-node'));

test.each(CATALOGUE)('$name is there, and looks after what the list says', (entry) => {
  const module: Record<string, new (config: object) => { init(): unknown }> = bundle(
    `@opentelemetry/instrumentation-${entry.name}`,
  );
  const Class = module[entry.exported];
  if (!Class) throw new Error(`no ${entry.exported}`);
  const definitions = [new Class({ enabled: false }).init() ?? []].flat() as { name: string }[];
  expect(entry.packages).toEqual(expect.arrayContaining(definitions.map(({ name }) => name)));
});

test('nothing said → all; a list of some → only these; never those disabled', () => {
  const allowed = (env: NodeJS.ProcessEnv) =>
    ['http', 'pg', 'pino'].filter(allowedInstrumentations(readEnvironment(env, () => {})));
  expect(allowed({})).toEqual(['http', 'pg', 'pino']);
  expect(allowed({ OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http, pino' })).toEqual(['http', 'pino']);
  expect(
    allowed({
      OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,pino',
      OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'pino',
    }),
  ).toEqual(['http']);
});

test('a name that nobody knows is said; no known one is left → all', () => {
  const problems: string[] = [];
  const env = readEnvironment(
    {
      OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'htp',
      OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'fs,dns,console,prom-client',
    },
    (problem) => problems.push(problem),
  );
  expect(['http', 'pg'].filter(allowedInstrumentations(env))).toEqual(['http', 'pg']);
  expect(problems).toEqual([
    'OTEL_NODE_ENABLED_INSTRUMENTATIONS is "htp", not names of instrumentations such as http,pino; all are used',
  ]);
});
