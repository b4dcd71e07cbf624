import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { createMetrics, registerState } from '../metrics.ts';
import type { Case } from './testing/stored.ts';

const COLLECTOR = join(import.meta.dirname, '../..');
const README = readFileSync(join(COLLECTOR, 'README.md'), 'utf8');
const LINKS = new Map(
  [...README.matchAll(/^\[([\w-]+)\]: (\S+)$/gm)].map(([, name = '', target = '']) => [
    name,
    target,
  ]),
);

interface Named {
  readonly file: string;
  readonly name: string;
}

/** The tests that the last cells of the table's rows name: `[file] “name”, “name”; [file] “name”`. */
const named: Named[] = rows().flatMap((cell) => {
  let file = '';
  return [...cell.matchAll(/\[([\w-]+)\]|“([^”]+)”/g)].flatMap(([, link, name]) => {
    if (link !== undefined) file = LINKS.get(link) ?? link;
    return name === undefined ? [] : [{ file, name }];
  });
});

function rows(): string[] {
  const table = README.slice(README.indexOf('\n## Conformance'));
  const lines = table.split('\n').filter((line) => /^\| .*“/.test(line));
  return lines.map((line) => line.split('|').at(-2) ?? '');
}

/** In the table `…` stands for anything, as `%s` and `$title` do in the name of a test. */
const matcher = (name: string) =>
  new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('…', '.+')}$`);

/** Names of the tests of a file: those that stand there, and those of the cases that it imports. */
async function testsOf(file: string): Promise<string[]> {
  const text = readFileSync(join(COLLECTOR, file), 'utf8');
  const names = [...text.matchAll(/\bit(?:\.each\([^;]*?\))?\(\s*(['"`])(.+?)\1,/gs)].map(
    ([, , name = '']) => name,
  );
  const literal = names.filter((name) => name !== '$title' && name !== '%s');
  const cases = join(import.meta.dirname, 'cases', basename(file).replace('.test', ''));
  if (!file.includes('conformance/') || !existsSync(cases)) return literal;
  const tables = Object.values((await import(cases)) as Record<string, readonly Case[]>);
  return [...literal, ...tables.flatMap((table) => table.map(({ title }) => title))];
}

/** Files outside have tables of their own: a name counts when it stands there in quotes. */
function isNamedIn(file: string, name: string): boolean {
  const text = readFileSync(join(COLLECTOR, file), 'utf8');
  const strings = [...text.matchAll(/(['"`])((?:(?!\1).)+)\1/g)].map(([, , value = '']) => value);
  return strings.some((value) => matcher(name).test(value));
}

describe('the table of conformance', () => {
  it('names tests, and each of them is there', async () => {
    expect(named.length).toBeGreaterThan(100);
    for (const { file, name } of named) {
      const own = file.startsWith('src/conformance/');
      const there = own
        ? (await testsOf(file)).some((test) => matcher(name).test(test))
        : isNamedIn(file, name);
      expect({ file, name, there }).toEqual({ file, name, there: true });
    }
  });

  it('names every test of this folder', async () => {
    const files = globSync('src/conformance/*.test.ts', { cwd: COLLECTOR });
    for (const file of files.map((path) => path.replaceAll('\\', '/'))) {
      if (file.endsWith('/table.test.ts')) continue;
      const patterns = named.filter((one) => one.file === file).map(({ name }) => matcher(name));
      const tests = await testsOf(file);
      expect(tests.length).toBeGreaterThan(0);
      const missing = tests.filter((test) => !patterns.some((pattern) => pattern.test(test)));
      expect({ file, missing }).toEqual({ file, missing: [] });
    }
  });
});

describe('the README of the collector', () => {
  it('has no link that leads nowhere', () => {
    const used = [...README.matchAll(/\]\[([\w-]+)\]|(?<!\])\[([\w-]+)\](?![([:\]])/g)];
    const names = used.map(([, a, b]) => a ?? b ?? '');
    expect(names.filter((name) => !LINKS.has(name))).toEqual([]);
    const inline = [...README.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, target = '']) => target);
    const files = [...LINKS.values(), ...inline].filter((target) => !target.startsWith('https:'));
    expect(files.filter((file) => !existsSync(join(COLLECTOR, file)))).toEqual([]);
  });

  it('tells every setting', () => {
    const asked = new Set<string>();
    const env = new Proxy({} as Record<string, string>, {
      get: (_target, name: string) => {
        asked.add(name);
        return name === 'CLICKHOUSE_URL' ? 'http://127.0.0.1:1' : undefined;
      },
    });
    readConfig(env);
    const own = [...asked].filter((name) => /^NUNCHI_COLLECTOR_(?!.*_FILE$)/.test(name));
    expect(own).toContain('NUNCHI_COLLECTOR_PORT');
    expect(own.filter((name) => !README.includes(`\`${name}\``))).toEqual([]);
  });

  it('tells every metric', async () => {
    const metrics = createMetrics();
    const nothing = new Proxy({} as Parameters<typeof registerState>[1], { get: () => () => 0 });
    registerState(metrics, nothing);
    const names = (await metrics.registry.getMetricsAsJSON()).map(({ name }) => name);
    const own = names.filter((name) => name.startsWith('nunchi_collector_'));
    const short = own.map((name) => name.replace('nunchi_collector_', ''));
    expect(short).toContain('journal_bytes');
    expect(short.filter((name) => !README.includes(`\`${name}\``))).toEqual([]);
  });
});
