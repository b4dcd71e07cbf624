import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const WEB = join(import.meta.dirname, '../..');

/** What is left when the formatter's choices are taken away. */
const bare = (text: string): string => text.replace(/[\s;,|()'"]/g, '');

it('holds the types of the API as it is (else run: npm run api-types --workspace web)', () => {
  const document = execFileSync(process.execPath, ['../query-api/src/print-openapi.ts'], {
    cwd: WEB,
  });
  const generator = join(WEB, 'node_modules/openapi-typescript/bin/cli.js');
  const types = execFileSync(process.execPath, [generator], { cwd: WEB, input: document });
  expect(bare(readFileSync(join(WEB, 'src/api/schema.d.ts'), 'utf8'))).toBe(bare(String(types)));
}, 30_000);
