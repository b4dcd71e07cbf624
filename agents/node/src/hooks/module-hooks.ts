import * as nodeModule from 'node:module';
import { register, supportsSyncHooks } from 'import-in-the-middle/register-hooks.mjs';
import { packageOf } from './package-of.ts';

export interface ModuleHooks {
  /** Packages that somebody wants to change as they load. */
  readonly packages: ReadonlySet<string>;
  /** Called before a package of the list is loaded for the first time, by import or require. */
  readonly onFirstUse: (name: string) => void;
  /** True for a module that must not run: an empty one stands in for it. */
  readonly isRefused: (name: string, url: string) => boolean;
}

/** A module of Node's, which `import` and `require` take alike. */
const HARMLESS = { url: 'node:util', format: 'builtin', shortCircuit: true };

/**
 * Makes ES modules of the listed packages changeable (CommonJS has `require` for that), and tells
 * of their first use early enough for an instrumentation to be loaded first. All on the
 * application's thread, and nothing is awaited: so one specifier does for `--import` and
 * `--require`, and no other module costs more than a look at its URL.
 */
export function hookModules({ packages, onFirstUse, isRefused }: ModuleHooks): void {
  const isListed = (url: string) => packages.has(packageOf(url) ?? '');
  if (supportsSyncHooks()) {
    // Its types do not know `shouldInclude` yet.
    const only = { exclude: [], shouldInclude: isListed };
    register(only);
  } else {
    // Node 22.15 to 22.22.2 has the synchronous hooks, with a fault that only loading meets.
    nodeModule.register('import-in-the-middle/hook.mjs', import.meta.url, {
      data: { include: [...packages] },
    });
  }

  nodeModule.registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      const name = packageOf(resolved.url);
      if (name === undefined)
        return isMistaken(resolved) ? { ...resolved, format: 'builtin' } : resolved;
      if (packages.has(name)) onFirstUse(name);
      return isRefused(name, resolved.url) ? HARMLESS : resolved;
    },
  });
}

/** What import-in-the-middle says of Node's modules that `node -e` requires; Node would fail. */
function isMistaken({ url, format }: nodeModule.ResolveFnOutput): boolean {
  return format === 'commonjs' && url.startsWith('node:');
}
