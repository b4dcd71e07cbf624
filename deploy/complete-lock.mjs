// Adds to package-lock.json the optional packages of other platforms that it should name and does
// not: a registry that lacks some of them makes npm leave them out, and `npm ci` then refuses the
// lock everywhere. Run it after a change of dependencies; it does nothing to a complete lock.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PLATFORM =
  /(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|x64|ia32|ppc64|riscv64|s390x)(?:-(\w+))?$/;
const file = join(import.meta.dirname, '..', 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const { packages } = lock;
let added = 0;

for (const [path, entry] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`;
    const platform = PLATFORM.exec(name);
    if (packages[key] || packages[`${path}/${key}`] || !platform) continue;
    const [suffix, os, cpu, abi = ''] = platform;
    const family = `node_modules/${name.replace(suffix, '')}`;
    const sibling = packages[Object.keys(packages).find((other) => other.startsWith(family))] ?? {};
    packages[key] = {
      version,
      cpu: [cpu],
      ...((entry.dev || sibling.dev) && { dev: true }),
      ...(os === 'linux' && { libc: [abi.startsWith('musl') ? 'musl' : 'glibc'] }),
      ...(sibling.license && { license: sibling.license }),
      optional: true,
      os: [os],
      ...(sibling.engines && { engines: sibling.engines }),
    };
    added += 1;
  }
}

if (added > 0) {
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = Object.fromEntries(sorted);
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(`${added} packages of other platforms added to package-lock.json`);
