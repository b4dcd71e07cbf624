import { expect, test } from 'vitest';
import { packageOf } from './package-of.ts';

test.each([
  ['file:///app/node_modules/pino/pino.js', 'pino'],
  ['file:///app/node_modules/@grpc/grpc-js/build/src/index.js', '@grpc/grpc-js'],
  ['file:///app/node_modules/%40grpc/grpc-js/index.js', '@grpc/grpc-js'],
  ['file:///app/node_modules/.pnpm/pg@8.0.0/node_modules/pg/lib/index.js', 'pg'],
  ['file:///app/src/main.js', undefined],
  ['node:http', undefined],
])('%s → %s', (url, name) => expect(packageOf(url)).toBe(name));
