// Prints the API's OpenAPI document; needs no store.
import type { Store } from '@nunchi/store';
import { tmpdir } from 'node:os';
import { buildApp } from './app.ts';

const app = await buildApp({ webDir: tmpdir() }, { store: {} as Store });
await app.ready();
process.stdout.write(`${JSON.stringify(app.swagger(), null, 2)}\n`);
await app.close();
