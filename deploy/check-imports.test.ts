import { describe, expect, it } from 'vitest';
import { type Repository, violations } from './import-rules.ts';
import { importsOf } from './imports.ts';

const folder = (path: string, dependencies: string[] = [], devDependencies: string[] = []) => ({
  path,
  dependencies: new Set(dependencies),
  devDependencies: new Set(devDependencies),
});

const repository: Repository = {
  folders: [
    folder('agents/node'),
    folder('collector', ['fastify', '@scope/kept']),
    folder('store', ['ffi-rs']),
    folder('query-api', ['fastify']),
    folder('control-loop'),
    folder('web', ['react'], ['vite']),
    folder('deploy', [], ['vitest', 'playwright-core']),
    folder('test', [], ['vitest', 'playwright-core']),
  ],
  workspaces: new Map([
    ['@nunchi/agent', 'agents/node'],
    ['@nunchi/collector', 'collector'],
    ['@nunchi/store', 'store'],
    ['@nunchi/query-api', 'query-api'],
    ['@nunchi/control-loop', 'control-loop'],
    ['@nunchi/web', 'web'],
  ]),
  rootDevDependencies: new Set(['vitest', 'playwright-core']),
};

const check = (file: string, source: string): string[] => violations(repository, file, source);

describe('violations', () => {
  it.each([
    ['collector/src/a.ts', `import { connectStore } from '@nunchi/store';`],
    ['collector/src/a.ts', `import { x } from '@nunchi/store/runtime/settings';`],
    ['query-api/src/a.ts', `export * from '@nunchi/store';`],
    ['control-loop/a.ts', `await import('@nunchi/store');`],
    ['collector/src/deep/a.ts', `import { b } from '../b.ts';`],
    ['collector/src/a.ts', `import x from '@scope/kept/deep/file.js';`],
    ['collector/src/a.ts', `import { join } from 'node:path';`],
    ['collector/src/a.test.ts', `import { it } from 'vitest';`],
    ['web/src/api/types.ts', `import type { A } from '@nunchi/query-api';`],
    ['web/src/shared/query/a.ts', `import { parseQuery } from '@nunchi/store/language/parse';`],
    ['web/vite.config.ts', `import { defineConfig } from 'vite';`],
    ['web/src/app/routes.tsx', `import { TracePage } from '../features/traces/TracePage.tsx';`],
    ['web/src/features/traces/a.ts', `import { b } from './model/b.ts';`],
    ['deploy/a.ts', `import { b } from '../store/runtime/settings.ts';`],
    ['test/a.test.ts', `import { b } from '../collector/src/b.ts';`],
    ['vitest.config.ts', `import { defineConfig } from 'anything';`],
  ])('lets %s: %s', (file, source) => {
    expect(check(file, source)).toEqual([]);
  });

  it.each([
    ['store/client.ts', `import '@nunchi/collector';`, 'store may not import collector'],
    ['store/client.ts', `import { a } from '../deploy/a.ts';`, 'store may not import deploy'],
    ['query-api/src/a.ts', `import { a } from '@nunchi/collector';`, 'may not import collector'],
    ['query-api/src/a.ts', `import { a } from '../../web/src/a.ts';`, 'may not import web'],
    ['collector/src/a.ts', `export { a } from '@nunchi/control-loop';`, 'may not import control'],
    ['agents/node/src/a.ts', `import { a } from '@nunchi/store';`, 'may not import store'],
    ['agents/node/src/a.ts', `const a = require('@nunchi/store');`, 'may not import store'],
    ['collector/src/a.ts', `import { a } from '../../test/stack.ts';`, 'may not import test'],
    ['deploy/a.ts', `await import("@nunchi/query-api");`, 'deploy may not import query-api'],
    ['web/src/a.ts', `import { a } from '@nunchi/query-api';`, 'web may not import query-api'],
    ['web/src/a.ts', `import type { A } from '@nunchi/store';`, 'web may not import store'],
    ['collector/src/a.ts', `import { a } from '../../store/client.ts';`, "by its package's name"],
    ['collector/src/a.ts', `import a from '../../vitest.config.ts';`, 'leaves collector/'],
    ['collector/src/a.ts', `import a from '../../../elsewhere.ts';`, 'leaves collector/'],
  ])('crossing folders: %s: %s', (file, source, problem) => {
    expect(check(file, source)).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    ['collector/src/a.ts', `import pino from 'pino';`],
    ['collector/src/a.ts', `import { a } from '@scope/other/deep';`],
    ['collector/src/a.ts', `import { it } from 'vitest';`],
    ['web/src/a.ts', `import { build } from 'vite';`],
    ['test/a.ts', `import react from 'react';`],
  ])('packages that are not declared: %s: %s', (file, source) => {
    expect(check(file, source)).toEqual([expect.stringContaining('is not among the dependencies')]);
  });

  it.each([
    ['web/src/features/logs/a.ts', `import { b } from '../traces/b.ts';`],
    ['web/src/features/logs/deep/a.ts', `import type { B } from '../../traces/model/b.ts';`],
    ['web/src/shared/a.ts', `import { b } from '../features/traces/b.ts';`],
  ])('features that meet outside of app/: %s: %s', (file, source) => {
    expect(check(file, source)).toEqual([expect.stringContaining('the feature traces may be')]);
  });
});

describe('importsOf', () => {
  it('finds every form, over several lines too', () => {
    const source = `
import a from 'a';
import {
  b,
  type B,
} from "b";
import type { C } from 'c';
import 'd';
export * as e from 'e';
const f = await import('f');
const g = require.resolve('g');
vi.mock('h');
type I = import('i').I;
const text = "import j from 'j'";
// import k from 'k';
/* import l from 'l'; */
const url = 'https://example.org'; // a string with two slashes
export const m = 'm';
export { n };
const from = 'o';
`;
    expect(
      importsOf(source)
        .map(({ specifier }) => specifier)
        .sort(),
    ).toEqual([...'abcdefghi']);
    expect(importsOf(source).filter(({ typesOnly }) => typesOnly)).toHaveLength(1);
  });
});
