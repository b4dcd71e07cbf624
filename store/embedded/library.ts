import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { arrayConstructor, DataType, load, open } from 'ffi-rs';

const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': '@chdb/lib-linux-x64-gnu',
  'linux-arm64': '@chdb/lib-linux-arm64-gnu',
  'darwin-x64': '@chdb/lib-darwin-x64',
  'darwin-arm64': '@chdb/lib-darwin-arm64',
};

/** Path of ClickHouse's shared library, or an error that says what to do without one. */
export function libraryPath(platform = process.platform, arch: string = process.arch): string {
  const name = PACKAGES[`${platform}-${arch}`];
  const advice = 'set CLICKHOUSE_URL to use a ClickHouse server instead';
  if (!name) throw new Error(`no embedded ClickHouse for ${platform}-${arch}: ${advice}`);
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
    const path = join(dirname(manifest), 'libchdb.so');
    if (existsSync(path)) return path;
  } catch {
    // not installed: the same answer as a missing file
  }
  throw new Error(`the package ${name} is not installed: run npm install again, or ${advice}`);
}

/**
 * Runs the program `clickhouse local` with these arguments on a thread of its own.
 * Resolves when the program ends; the event loop stays free until then.
 * (koffi would run it on a stack of its own, which ClickHouse's stack check refuses.)
 */
export async function runClickHouse(args: readonly string[]): Promise<void> {
  const argv = ['clickhouse', ...args];
  open({ library: 'chdb', path: libraryPath() });
  await load({
    library: 'chdb',
    funcName: 'chdb_query_cmdline',
    retType: DataType.External,
    paramsType: [
      DataType.I32,
      arrayConstructor({ type: DataType.StringArray, length: argv.length }),
    ],
    paramsValue: [argv.length, argv],
    runInNewThread: true,
  });
}
