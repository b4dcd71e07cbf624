import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '@nunchi/store';
import type { AlarmRule } from '@nunchi/store/alarms/rule';
import { writeDocument } from '@nunchi/store/control/documents';
import { createTestStore } from '@nunchi/store/testing';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { DocumentWatch } from '../documents/watch.ts';
import { Problems } from '../runtime/problems.ts';
import { DEFAULT_RULES } from './defaults.ts';
import { RuleSync } from './sync.ts';

let store: Store;
let directory: string;
let documents: DocumentWatch;
let problems: Problems;
let sync: RuleSync;

beforeEach(async () => {
  store = await createTestStore();
  directory = mkdtempSync(join(tmpdir(), 'nunchi-rules-'));
  restart();
});
afterEach(async () => {
  rmSync(directory, { recursive: true });
  await store.close();
});

function restart(rulesDir = directory): void {
  documents = new DocumentWatch(store);
  problems = new Problems();
  const config = readConfig({
    CLICKHOUSE_URL: 'http://127.0.0.1:1',
    NUNCHI_RULES_DIR: rulesDir,
  });
  const logger = pino({ level: 'silent' });
  sync = new RuleSync({ config, store, documents, now: Date.now, logger }, problems);
}

/** Two looks, for a file counts when it is the same twice; the rules of files after them. */
async function looks(): Promise<string[]> {
  for (let look = 0; look < 2; look += 1) {
    await documents.refresh();
    await sync.look();
  }
  await documents.refresh();
  return documents
    .of<AlarmRule>('alarm-rule')
    .filter(({ origin }) => origin === 'file')
    .map(({ body, version }) => `${body.name} v${version} ${body.severity}`);
}

const write = (file: string, text: string) => writeFileSync(join(directory, file), text);
const rule = (name: string, severity = 'warning') =>
  `  - { name: ${name}, severity: ${severity}, condition: { kind: instance, query: "", states: [down] } }`;

it('written → changed → file removed → there again', async () => {
  write('a.yaml', ['rules:', rule('one'), rule('two')].join('\n'));
  expect(await looks()).toEqual(['one v1 warning', 'two v1 warning']);
  expect(await looks()).toEqual(['one v1 warning', 'two v1 warning']);
  write('a.yaml', ['rules:', rule('one', 'critical')].join('\n'));
  expect(await looks()).toEqual(['one v2 critical']);
  rmSync(join(directory, 'a.yaml'));
  expect(await looks()).toEqual([]);
  write('a.yaml', ['rules:', rule('one', 'info')].join('\n'));
  expect(await looks()).toEqual(['one v4 info']);
});

it('a broken file leaves its rules as they were, after a restart too', async () => {
  write('a.yaml', ['rules:', rule('one')].join('\n'));
  write('b.yaml', ['rules:', rule('two')].join('\n'));
  await looks();
  write('a.yaml', ['rules:', rule('one', 'loud')].join('\n'));
  write('b.yaml', ['rules:', rule('two', 'info')].join('\n'));
  expect(await looks()).toEqual(['one v1 warning', 'two v2 info']);
  expect(problems.list()).toEqual([
    expect.stringMatching(/^a\.yaml:2:\d+: severity must be one of/),
  ]);
  restart();
  expect(await looks()).toEqual(['one v1 warning', 'two v2 info']);
  expect(problems.list()).toHaveLength(1);
  write('a.yaml', ['rules:', rule('one', 'info')].join('\n'));
  expect(await looks()).toEqual(['one v2 info', 'two v2 info']);
  expect(problems.list()).toEqual([]);
});

it('a directory that is not there changes nothing', async () => {
  write('a.yaml', ['rules:', rule('one')].join('\n'));
  await looks();
  restart(join(directory, 'nowhere'));
  expect(await looks()).toEqual(['one v1 warning']);
  expect(problems.list()).toEqual([expect.stringContaining('NUNCHI_RULES_DIR')]);
});

it('a file that is half written does not count', async () => {
  write('a.yaml', ['rules:', rule('one')].join('\n'));
  await looks();
  write('a.yaml', '');
  await documents.refresh();
  await sync.look();
  write('a.yaml', ['rules:', rule('one'), rule('two')].join('\n'));
  expect(await looks()).toEqual(['one v1 warning', 'two v1 warning']);
});

it('a link to a device is not read', async () => {
  write('a.yaml', ['rules:', rule('one')].join('\n'));
  symlinkSync('/dev/zero', join(directory, 'b.yaml'));
  expect(await looks()).toEqual(['one v1 warning']);
  expect(problems.list()).toEqual(['b.yaml: it is not a file, and a link leads to none']);
});

it('writes default rules once, and leaves those alone that somebody has changed', async () => {
  const defaults = () =>
    documents.of<AlarmRule>('alarm-rule').filter(({ origin }) => origin === 'default');
  await looks();
  expect(defaults().map(({ id }) => id)).toEqual(Object.keys(DEFAULT_RULES).sort());
  const [first] = defaults();
  if (!first) throw new Error('there are no defaults');
  const changed = { ...first, version: 2, body: { ...first.body, enabled: false } };
  await writeDocument(store, changed, Date.now());
  await looks();
  expect(defaults()[0]).toMatchObject({ version: 2, body: { enabled: false } });
  await writeDocument(store, { ...changed, version: 3, deleted: true }, Date.now());
  await looks();
  expect(defaults()).toHaveLength(Object.keys(DEFAULT_RULES).length - 1);
});
