import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('the entry imports nothing: threads for module hooks of Node 22.15 cannot require what does', () => {
  const source = readFileSync(new URL('register.ts', import.meta.url), 'utf8');
  expect(source).toContain('createRequire');
  expect(source).not.toMatch(/^\s*(import|export)\b(?!\.meta)/m);
});
