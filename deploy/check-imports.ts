// `npm run lint`: holds true who may import whom. The rules are in import-rules.ts.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Folder, type Repository, violations } from './import-rules.ts';
import { ROOT } from './settings.ts';

interface Manifest {
  readonly name: string;
  readonly workspaces?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const ROOT_FOLDERS = ['deploy', 'test'];

const files = globSync('**/*.{ts,tsx,mts,mjs,js,jsx}', {
  cwd: ROOT,
  exclude: (name) => /^(node_modules|dist|\.git|\.nunchi|artifacts)$/.test(name),
}).map((file) => file.replaceAll('\\', '/'));
const repository = readRepository();
const problems = files.flatMap((file) =>
  violations(repository, file, readFileSync(join(ROOT, file), 'utf8')),
);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`imports: ${files.length} files keep the rules`);

function readRepository(): Repository {
  const root = readManifest('.');
  const manifests = (root.workspaces ?? []).map((path) => [path, readManifest(path)] as const);
  return {
    folders: [
      ...manifests.map(([path, manifest]) => folder(path, manifest)),
      ...ROOT_FOLDERS.map((path) => folder(path, root)),
    ],
    workspaces: new Map(manifests.map(([path, { name }]) => [name, path])),
    rootDevDependencies: names(root.devDependencies),
  };
}

function folder(path: string, manifest: Manifest): Folder {
  const { dependencies, optionalDependencies, peerDependencies, devDependencies } = manifest;
  return {
    path,
    dependencies: names({ ...dependencies, ...optionalDependencies, ...peerDependencies }),
    devDependencies: names(devDependencies),
  };
}

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8')) as Manifest;
}

function names(dependencies: Readonly<Record<string, string>> = {}): ReadonlySet<string> {
  return new Set(Object.keys(dependencies));
}
