import { type Import, importsOf, type Target, targetOf } from './imports.ts';

/** A workspace, or one of the folders that belong to the root package. */
export interface Folder {
  readonly path: string;
  /** Packages that its code may import. */
  readonly dependencies: ReadonlySet<string>;
  /** Packages that its tests and configuration files may import, too. */
  readonly devDependencies: ReadonlySet<string>;
}

export interface Repository {
  readonly folders: readonly Folder[];
  /** Folder of each workspace, by its package's name. */
  readonly workspaces: ReadonlyMap<string, string>;
  /** Tools of the root package, for the tests of every workspace. */
  readonly rootDevDependencies: ReadonlySet<string>;
}

/** Who may import whom. Nothing imports the services; a folder that is not listed imports none. */
const ALLOWED: Readonly<Record<string, readonly string[] | 'all'>> = {
  collector: ['store'],
  'query-api': ['store'],
  'control-loop': ['store'],
  deploy: ['store', 'test/shop'],
  // A user's services: all that they know of the product is the agent.
  'test/shop': ['agents/node'],
  test: 'all',
};
/** Who may import types alone, and of whom. */
const ALLOWED_TYPES: Readonly<Record<string, readonly string[]>> = { web: ['query-api'] };
/** Exceptions: code of a folder that these may run too, because it needs nothing of the server. */
const ALLOWED_CODE: Readonly<Record<string, readonly string[]>> = {
  // One grammar: what the editor underlines is what the server refuses.
  web: ['@nunchi/store/language/'],
};
/** These are no workspaces: they reach other folders by path. */
const BY_PATH = new Set(['deploy', 'test']);

/** Every import of a file that breaks a rule, in one line each. */
export function violations(repository: Repository, file: string, source: string): string[] {
  const folder = folderOf(repository, file);
  if (!folder) return [];
  return importsOf(source).flatMap((found) => {
    const target = targetOf(file, found.specifier, repository.workspaces);
    const problem =
      crossing(repository, folder, found, target) ??
      undeclared(repository, folder, file, found, target) ??
      betweenFeatures(file, target);
    return problem ? [`${file}: imports ${found.specifier}, but ${problem}`] : [];
  });
}

function folderOf({ folders }: Repository, file: string): Folder | undefined {
  return folders.find(({ path }) => file.startsWith(`${path}/`));
}

function crossing(
  repository: Repository,
  from: Folder,
  found: Import,
  target: Target,
): string | undefined {
  if (target.kind === 'package' || target.kind === 'builtin') return undefined;
  const to = target.kind === 'workspace' ? target.folder : folderOf(repository, target.path)?.path;
  if (to === from.path) return undefined;
  if (to === undefined)
    return isAllowed(from.path, '*', found) ? undefined : `it leaves ${from.path}/`;
  if (!isAllowed(from.path, to, found)) return `${from.path} may not import ${to}`;
  if (target.kind === 'file' && !BY_PATH.has(from.path)) {
    return `${to} is another workspace: import it by its package's name`;
  }
  return undefined;
}

function isAllowed(from: string, to: string, { specifier, typesOnly }: Import): boolean {
  const allowed = ALLOWED[from];
  if (allowed === 'all' || allowed?.includes(to)) return true;
  if (ALLOWED_CODE[from]?.some((prefix) => specifier.startsWith(prefix))) return true;
  return typesOnly && (ALLOWED_TYPES[from]?.includes(to) ?? false);
}

const SUPPORT = /\.test\.tsx?$|\/testing\/|\.config\.ts$/;

function undeclared(
  { rootDevDependencies }: Repository,
  folder: Folder,
  file: string,
  { typesOnly }: Import,
  target: Target,
): string | undefined {
  if (target.kind !== 'package') return undefined;
  const { name } = target;
  if (folder.dependencies.has(name)) return undefined;
  const development = SUPPORT.test(file) || BY_PATH.has(folder.path) || typesOnly;
  if (development && (folder.devDependencies.has(name) || rootDevDependencies.has(name))) {
    return undefined;
  }
  return `${name} is not among the dependencies of ${folder.path}/package.json`;
}

const FEATURE = /^web\/src\/features\/([^/]+)\//;

/** In the web, features meet in app/ only. */
function betweenFeatures(file: string, target: Target): string | undefined {
  const wanted = target.kind === 'file' ? FEATURE.exec(target.path)?.[1] : undefined;
  if (wanted === undefined || file.startsWith('web/src/app/')) return undefined;
  if (FEATURE.exec(file)?.[1] === wanted) return undefined;
  return `the feature ${wanted} may be imported by itself and by web/src/app/ only`;
}
