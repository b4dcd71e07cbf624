import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';
import { HttpClient } from './http-client.ts';

type Package = typeof import('@elastic/opamp-client-node');

const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];

/**
 * The client of @elastic/opamp-client-node with `HttpClient` in place of undici. Its one file that
 * asks for undici is run here, with a `require` of its own: neither Node's cache of modules nor any
 * hook on `require` is involved, so an application that uses the same undici has it as ever.
 */
export function loadOpampClient(): Pick<Package, 'createOpAMPClient'> {
  const main = createRequire(import.meta.url).resolve('@elastic/opamp-client-node');
  const folder = dirname(main);
  const file = join(folder, 'opamp-client.js');
  const requireThere = createRequire(file);
  const require = (name: string): unknown =>
    name === 'undici' ? { Client: HttpClient } : requireThere(name);
  const module = { exports: {} as Package };
  const run = compileFunction(readFileSync(file, 'utf8'), PARAMETERS, { filename: file });
  Reflect.apply(run, module.exports, [module.exports, require, module, file, folder]);
  return module.exports;
}
