import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findApplication } from './application.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'nunchi-agent-'));
  mkdirSync(join(root, 'dist/bin'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));
const manifest = (folder: string, text: string) =>
  writeFileSync(join(root, folder, 'package.json'), text);

test('the nearest package.json with a name, above the script', () => {
  manifest('.', '{"name":"shop","version":"1.2.3"}');
  manifest('dist', '{"type":"module"}');
  manifest('dist/bin', '{ broken');
  const found = { name: 'shop', version: '1.2.3' };
  expect(findApplication(join(root, 'dist/bin/main.js'), '/')).toEqual(found);
  expect(findApplication(undefined, root)).toEqual(found);
});

test('none → nothing', () => {
  expect(findApplication('/main.js', '/')).toEqual({});
});
