import type { Questionable } from '@nunchi/store';
import { expect, it } from 'vitest';
import { loadResources } from './resources.ts';

/** A store of resources with one attribute each, of this length; it notes what it is asked. */
function storeOf(length: number, ids: readonly string[]) {
  const asked: string[][] = [];
  const store = {
    rows: async (_sql: string, { resourceIds }: { resourceIds: bigint[] }) => {
      const wanted = resourceIds.map(String);
      asked.push(wanted);
      return wanted
        .filter((id) => ids.includes(id))
        .map((resourceId) => ({
          resourceId,
          attributeKeys: ['host.name'],
          attributeValues: [resourceId.padEnd(length, 'x')],
          attributeTypes: '',
        }));
    },
  };
  return { store: store as unknown as Questionable, asked };
}

const of = (...ids: string[]) => ids.map((resourceId) => ({ resourceId, service: 'cart' }));

it('asks once for what never changes, and again for what was not there', async () => {
  const { store, asked } = storeOf(8, ['1', '2']);
  const first = await loadResources(store, of('1', '1', '3'));
  expect(first('1').attributes).toEqual({ 'host.name': '1xxxxxxx' });
  expect(first('3').attributes).toEqual({});
  const second = await loadResources(store, of('2', '1', '3'));
  expect(second('1').attributes).toEqual({ 'host.name': '1xxxxxxx' });
  expect(second('2').attributes).toEqual({ 'host.name': '2xxxxxxx' });
  await loadResources(store, of('1', '2'));
  expect(asked).toEqual([
    ['1', '3'],
    ['2', '3'],
  ]);
});

it('keeps no large ones, no more than so many, and each store its own', async () => {
  const large = storeOf(20_000, ['1']);
  for (let n = 0; n < 2; n++) await loadResources(large.store, of('1'));
  expect(large.asked).toHaveLength(2);

  const ids = Array.from({ length: 2_001 }, (_, n) => String(n));
  const many = storeOf(4, ids);
  await loadResources(many.store, of(...ids));
  await loadResources(many.store, of('0', '2000'));
  expect(many.asked.slice(1)).toEqual([['0']]);
});
