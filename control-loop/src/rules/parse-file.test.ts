import { expect, it } from 'vitest';
import { parseRuleFile, ruleId } from './parse-file.ts';

const RULE = `
name: payment is slow
severity: critical
for: 30s
condition:
  kind: threshold
  signal: traces
  query: service:payment
  measure: latency_p95
  by: [service]
  window: 1m
  op: ">"
  value: 500
`.trim();

const listed = (...rules: string[]) =>
  ['rules:', ...rules.map((rule) => `  - ${rule.replaceAll('\n', '\n    ')}`)].join('\n');

const problemsOf = (text: string) => {
  const parsed = parseRuleFile('shop.yaml', text);
  return parsed.ok ? [] : parsed.problems;
};

it('reads one rule, a list of rules, and nothing', () => {
  const one = parseRuleFile('shop.yaml', RULE);
  expect(one).toMatchObject({
    ok: true,
    rules: [
      { id: 'file-shop.yaml-payment-is-slow', rule: { name: 'payment is slow', for: '30s' } },
    ],
  });
  const other = RULE.replace('payment is slow', 'Payment is SLOW - very');
  const two = parseRuleFile('shop.yaml', listed(RULE, other));
  expect(two.ok && two.rules.map(({ id }) => id)).toEqual([
    'file-shop.yaml-payment-is-slow',
    'file-shop.yaml-payment-is-slow-very',
  ]);
  expect(parseRuleFile('shop.yaml', '# later\n')).toEqual({ ok: true, rules: [] });
  expect(parseRuleFile('shop.yaml', 'rules: []')).toEqual({ ok: true, rules: [] });
});

it.each<[string, string, RegExp]>([
  ['what is no YAML', 'name: [', /^shop\.yaml:1:\d+: /],
  ['a key twice', `${RULE}\nname: again`, /^shop\.yaml:13:1: Map keys must be unique/],
  ['two documents', `${RULE}\n---\n${RULE}`, /^shop\.yaml:13:\d+: .*one document/],
  [
    'a field that there is not',
    `${RULE}\ncolour: red`,
    /^shop\.yaml:13:1: there is no field colour/,
  ],
  ['an unknown measure', RULE.replace('latency_p95', 'latency'), /^shop\.yaml:8:3: .*measure/],
  [
    'a query that is none',
    RULE.replace('service:payment', 'colour:red'),
    /^shop\.yaml:7:3: .*colour/,
  ],
  [
    'a missing name',
    RULE.replace('name: payment is slow\n', ''),
    /^shop\.yaml:1:1: name is missing/,
  ],
  ['one of a list', listed(RULE, RULE.replace('critical', 'loud')), /^shop\.yaml:15:5: .*severity/],
  ['a list that is none', 'rules: 3', /^shop\.yaml:1:1: rules must be a list/],
  ['something beside the list', `${listed(RULE)}\nrule: x`, /^shop\.yaml:14:1: .*no field rule/],
  ['text', 'hello', /^shop\.yaml:1:1: /],
  ['an alias without anchor', 'name: *x', /^shop\.yaml:1:/],
])('says where: %s', (_what, text, expected) => {
  expect(problemsOf(text).join('\n')).toMatch(expected);
});

it('refuses two rules of one name', () => {
  const [problem, ...more] = problemsOf(listed(RULE, RULE.replace('payment is', 'Payment is')));
  expect(problem).toMatch(/^shop\.yaml:14:5: .*named payment is slow in this file already/);
  expect(more).toEqual([]);
});

it('is not made to work for long by aliases of aliases', () => {
  const levels = Array.from({ length: 12 }, (_, level) => {
    const inner =
      level === 0
        ? 'x'
        : Array(10)
            .fill(`*a${level - 1}`)
            .join(', ');
    return `a${level}: &a${level} [${inner}]`;
  });
  expect(problemsOf(levels.join('\n')).join()).toMatch(/alias/);
});

it('is not made to work for long by a thousand aliases, nor to tell of a thousand problems', () => {
  const keys = Array.from({ length: 1_000 }, (_, index) => `a${index}: &a${index} [x]`);
  const aliases = keys.map((_, index) => `b${index}: *a${index}`);
  expect(problemsOf([...keys, ...aliases].join('\n'))).toEqual([
    'shop.yaml:1:1: a file has at most 100 aliases; this one has 1000',
  ]);
  const problems = problemsOf(': :\n'.repeat(1_000));
  expect(problems).toHaveLength(21);
  expect(problems.at(-1)).toMatch(/^shop\.yaml: and \d+ more problems$/);
});

it('names rules by file and name', () => {
  expect(ruleId('a.yml', ' Größe & so! ')).toBe('file-a.yml-größe-so');
  expect(ruleId('a.yml', '!!!')).toBe('file-a.yml-rule');
});
