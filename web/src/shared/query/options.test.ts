import { completionAt } from '@nunchi/store/language/completion';
import { expect, it } from 'vitest';
import { optionsAt } from './options.ts';
import type { Suggestions } from './suggestions.ts';

const suggestions: Suggestions = {
  fields: async () => [
    { text: 'service', count: 900 },
    { text: 'http.route', count: 40 },
    { text: 'attributes.tenant id', count: 3 },
  ],
  values: async (field) =>
    field === 'status'
      ? [{ text: 'error', count: 7 }]
      : [
          { text: 'GET /a b', count: 20 },
          { text: 'get', count: 5 },
        ],
};
const failing: Suggestions = {
  fields: () => Promise.reject(new Error('no answer')),
  values: () => Promise.reject(new Error('no answer')),
};

async function offered(text: string, from = suggestions): Promise<string[]> {
  const at = completionAt(text, text.length, 'traces');
  const options = at ? await optionsAt(at, 'traces', from) : [];
  return options.map(({ insert, count }) => (count === undefined ? insert : `${insert} ${count}`));
}

it.each([
  ['ser', ['service: 900']],
  ['http', ['http.route: 40']],
  // A blank in a name is written so that it is read as a part of it.
  ['attributes.t', [String.raw`attributes.tenant\ id: 3`]],
  ['A', ['AND ', String.raw`attributes.tenant\ id: 3`]],
  ['name:', ['"GET /a b" 20', 'get 5']],
  ['name:get', ['"GET /a b" 20', 'get 5']],
  ['name:"GET /', ['"GET /a b" 20']],
  ['status:', ['error 7', 'unset', 'ok']],
  ['duration:', ['>', '>=', '<', '<=']],
  ['duration:>1', ['10ms', '100ms', '1s', '10s']],
  ['service:(a ', ['OR ']],
  ['none:x', []],
])('%s can go on with %j', async (text, expected) => {
  expect(await offered(text)).toEqual(expected);
});

it('offers what the language itself knows when the data cannot be asked', async () => {
  expect(await offered('s', failing)).toEqual(['service:', 'status:']);
  expect(await offered('status:', failing)).toEqual(['unset', 'ok', 'error']);
  expect(await offered('name:x', failing)).toEqual([]);
});
