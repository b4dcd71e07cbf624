import { expect, it } from 'vitest';
import { yamlDocument } from './yaml.ts';

it('writes a rule as a rule file has it', () => {
  expect(
    yamlDocument({
      name: 'payment is slow',
      for: '30s',
      condition: { kind: 'threshold', query: 'service:payment', by: ['service'], value: 500 },
      labels: {},
      actions: [{ kind: 'open-breaker', peer: 'payment', mode: 'auto' }],
      channels: [],
    }),
  ).toBe(`name: payment is slow
for: "30s"
condition:
  kind: threshold
  query: "service:payment"
  by:
    - service
  value: 500
labels: {}
actions:
  - kind: open-breaker
    peer: payment
    mode: auto
channels: []
`);
});

it('quotes what YAML would read as something else', () => {
  expect(yamlDocument({ a: 'yes', b: '12', c: '', d: 'x: y', e: '# no', f: '\n', '>': true })).toBe(
    'a: "yes"\nb: "12"\nc: ""\nd: "x: y"\ne: "# no"\nf: "\\n"\n">": true\n',
  );
});
