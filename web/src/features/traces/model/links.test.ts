import { expect, it } from 'vitest';
import { span } from './fixtures.ts';
import { incomingLinks, linkedTraces } from './links.ts';
import { buildTree } from './tree.ts';

const link = (traceId: string, spanId: string) => ({
  traceId,
  spanId,
  traceState: '',
  flags: 0,
  attributes: {},
  attributeTypes: {},
  droppedAttributesCount: 0,
});
const linked = buildTree([
  span('a', null, 0, 9),
  span('b', 'a', 1, 2, { links: [link('this', 'a'), link('other', 'x')] }),
  span('c', 'a', 3, 2, { links: [link('other', 'y'), link('third', 'z')] }),
]);
it('links within the trace are known from their other end', () => {
  expect(
    incomingLinks('this', linked)
      .get('a')
      ?.map(({ from }) => from.key),
  ).toEqual(['b']);
  expect(incomingLinks('this', linked).get('x')).toBeUndefined();
});
it('links lead to other traces, the most often named first', () => {
  expect(linkedTraces('this', linked)).toEqual([
    { traceId: 'other', spanId: 'x', links: 2 },
    { traceId: 'third', spanId: 'z', links: 1 },
  ]);
});
