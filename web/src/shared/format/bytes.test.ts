import { expect, it } from 'vitest';
import { formatBytes } from './bytes.ts';

it.each([
  [0, '0 B'],
  [512, '512 B'],
  [1000, '0.98 KiB'],
  [3500, '3.42 KiB'],
  [1_048_576, '1.00 MiB'],
  [133_169_152, '127 MiB'],
  [2_147_483_648, '2.00 GiB'],
])('%i bytes: %s', (bytes, words) => expect(formatBytes(bytes)).toBe(words));
