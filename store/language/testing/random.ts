import { combine, type Field, type Node } from '../ast.ts';
import { SPAN_KINDS, SPAN_STATUSES, toField } from '../fields.ts';

type Random = () => number;

/** Numbers from 0 to 1 that are the same for a seed (mulberry32). */
function random(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pick = <T>(next: Random, choices: readonly T[]): T =>
  choices[Math.floor(next() * choices.length)] as T;
const several = <T>(next: Random, most: number, make: () => T): T[] =>
  Array.from({ length: Math.floor(next() * (most + 1)) }, make);

const CHARACTERS = [...'abz09 ._-/@:"\\()*<>=%\'\n\té눈', '\u{1f600}', 'AND', 'OR', 'NOT'];
const place = { offset: 0, length: 0 };

/** A tree as the parser makes them, with all places nil. */
export function randomNode(seed: number): Node {
  const next = random(seed);
  const text = () => several(next, 6, () => pick(next, CHARACTERS)).join('');
  const parts = () => {
    const middle = several(next, 2, () => text() || 'x');
    return next() < 0.6 ? [text()] : [text(), ...middle, text()];
  };
  const anyField = (): Field => {
    const key = `${text()}.${text()}`;
    const names = ['service', 'name', 'version', `resource.${key}`, `attributes.${key}`, key];
    return toField(pick(next, names), 'traces') as Field;
  };
  const term = (): Node => {
    const op = pick(next, ['>', '>=', '<', '<='] as const);
    const value = Math.floor(next() * 1e9);
    const column = (name: 'status' | 'kind' | 'duration') => ({ kind: 'column', name }) as const;
    const word = (field: Field, choices: readonly string[]): Node => ({
      kind: 'equals',
      field,
      parts: [pick(next, choices)],
      place,
    });
    return pick(next, [
      () => ({ kind: 'text', parts: parts(), place }) as const,
      () => ({ kind: 'equals', field: anyField(), parts: parts(), place }) as const,
      () => word(column('status'), SPAN_STATUSES),
      () => word(column('kind'), SPAN_KINDS),
      () => ({ kind: 'compares', field: column('duration'), op, value, place }) as const,
      () => {
        const field = { kind: 'attribute', key: 'a.b' } as const;
        return { kind: 'compares', field, op, value: (next() - 0.5) * 1e6, place } as const;
      },
    ])();
  };
  const tree = (depth: number): Node => {
    const branch = next();
    if (depth === 0 || branch < 0.4) return term();
    if (branch < 0.55) return { kind: 'not', node: tree(depth - 1) };
    const nodes = [tree(depth - 1), tree(depth - 1), ...several(next, 2, () => tree(depth - 1))];
    return combine(pick(next, ['and', 'or'] as const), nodes);
  };
  return tree(4);
}

const PIECES = CHARACTERS.concat(
  ['service:', 'status:error', 'duration:>', '5ms', 'http.route:', ' OR ', ' AND ', 'NOT ', '('],
  [')', '"', 'resource.', 'attributes.x:', '-', '*', ':', 'service:(', 'kind:server', ' '],
);

/** Anything at all, made of what means something in a query. */
export function randomText(seed: number): string {
  const next = random(seed);
  return several(next, 14, () => pick(next, PIECES)).join('');
}
