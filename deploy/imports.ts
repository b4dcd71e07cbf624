import { posix } from 'node:path';

/** A module that a file imports, as the file writes it. */
export interface Import {
  readonly specifier: string;
  /** Only its types: nothing is left of it at run time. */
  readonly typesOnly: boolean;
}

/** Quotes and backticks are written as escapes, so that this file can be read by itself. */
const COMMENT_OR_TEXT =
  /\/\/.*|\/\*[\s\S]*?\*\/|\x27(?:\\.|[^\x27\\\n])*\x27|\x22(?:\\.|[^\x22\\\n])*\x22|\x60(?:\\.|[^\x60\\])*\x60/g;
const QUOTED = String.raw`(?:'([^'\n]+)'|"([^"\n]+)")`;
/** `import … from 'x'`, `export … from 'x'`, `import 'x'`: a statement begins its line. */
const STATEMENT = new RegExp(
  String.raw`^[ \t]*(?:import|export)\b(\s+type\b)?(?:[^;'"()=]*?\bfrom)?\s*${QUOTED}`,
  'gm',
);
/** `import('x')`, `require('x')`, `require.resolve('x')`, `vi.mock('x')`. */
const CALL = new RegExp(
  String.raw`\b(?:import|require|require\.resolve|vi\.mock|vi\.doMock)\s*\(\s*${QUOTED}`,
  'g',
);

/** The imports of a TypeScript or JavaScript file. */
export function importsOf(source: string): readonly Import[] {
  const isCode = (text: string): boolean => text.startsWith("'") || text.startsWith('"');
  const code = source.replace(COMMENT_OR_TEXT, (text) => (isCode(text) ? text : ' '));
  const statements = [...code.matchAll(STATEMENT)].map(([, type, single, double]) => ({
    specifier: (single ?? double) as string,
    typesOnly: type !== undefined,
  }));
  const calls = [...code.matchAll(CALL)].map(([, single, double]) => ({
    specifier: (single ?? double) as string,
    typesOnly: false,
  }));
  return [...statements, ...calls];
}

/** Where an import leads to. Paths are relative to the repository, with `/`. */
export type Target =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'workspace'; readonly folder: string }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'builtin' };

/** `workspaces` maps a package's name to its folder. */
export function targetOf(
  file: string,
  specifier: string,
  workspaces: ReadonlyMap<string, string>,
): Target {
  if (specifier.startsWith('.')) {
    return { kind: 'file', path: posix.join(posix.dirname(file), specifier) };
  }
  if (specifier.startsWith('node:')) return { kind: 'builtin' };
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const folder = workspaces.get(name);
  return folder === undefined ? { kind: 'package', name } : { kind: 'workspace', folder };
}
