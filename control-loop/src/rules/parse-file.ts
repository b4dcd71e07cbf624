import type { AlarmRule } from '@nunchi/store/alarms/rule';
import { validateRule } from '@nunchi/store/alarms/validate';
import {
  type Document as YamlDocument,
  isMap,
  isNode,
  isPair,
  LineCounter,
  parseDocument,
  visit,
} from 'yaml';

export interface FileRule {
  readonly id: string;
  readonly rule: AlarmRule;
}

export type RuleFile =
  | { readonly ok: true; readonly rules: readonly FileRule[] }
  /** Each names the file, the line and the column. */
  | { readonly ok: false; readonly problems: readonly string[] };

const MOST_RULES_IN_A_FILE = 500;
/** Each alias is looked for in all of the file. */
const MOST_ALIASES = 100;
/** Of one file; each is logged. */
const MOST_PROBLEMS = 20;

const ONE_DOCUMENT = 'a file is one document; several rules stand under rules:';

type Path = readonly (string | number)[];

/** Reads a YAML file: one rule, or several under `rules:`. Everything is right, or nothing counts. */
export function parseRuleFile(file: string, text: string): RuleFile {
  const parsed = parseFile(file, text);
  if (parsed.ok || parsed.problems.length <= MOST_PROBLEMS) return parsed;
  const more = `${file}: and ${parsed.problems.length - MOST_PROBLEMS} more problems`;
  return { ok: false, problems: [...parsed.problems.slice(0, MOST_PROBLEMS), more] };
}

function parseFile(file: string, text: string): RuleFile {
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (yaml.errors.length > 0) {
    const problems = yaml.errors.map(({ pos, code, message }) =>
      at(file, lines, pos[0], code === 'MULTIPLE_DOCS' ? ONE_DOCUMENT : message),
    );
    return { ok: false, problems };
  }
  const problem = (path: Path, message: string): string =>
    at(file, lines, offsetOf(yaml, path), message);

  let aliases = 0;
  visit(yaml, { Alias: () => void (aliases += 1) });
  if (aliases > MOST_ALIASES) {
    const most = `a file has at most ${MOST_ALIASES} aliases; this one has ${aliases}`;
    return { ok: false, problems: [problem([], most)] };
  }

  let content: unknown;
  try {
    content = yaml.toJS();
  } catch (error) {
    // Aliases without end, or without an anchor.
    return { ok: false, problems: [problem([], (error as Error).message)] };
  }
  if (content === null || content === undefined) return { ok: true, rules: [] };
  const many = isMap(yaml.contents) && yaml.has('rules');
  const inputs: unknown = many ? (content as { rules: unknown }).rules : [content];
  if (!Array.isArray(inputs)) {
    return { ok: false, problems: [problem(['rules'], 'rules must be a list of alarm rules')] };
  }
  const others = many ? Object.keys(content as object).filter((key) => key !== 'rules') : [];
  const problems = others.map((key) => problem([key], `beside rules there is no field ${key}`));
  if (inputs.length > MOST_RULES_IN_A_FILE) {
    const most = `a file has at most ${MOST_RULES_IN_A_FILE} rules; this one has ${inputs.length}`;
    return { ok: false, problems: [...problems, problem(['rules'], most)] };
  }

  const rules = new Map<string, FileRule>();
  inputs.forEach((input: unknown, index) => {
    const base: Path = many ? ['rules', index] : [];
    const validation = validateRule(input);
    if (!validation.ok) {
      for (const { pointer, message } of validation.problems) {
        problems.push(problem([...base, ...pathOf(pointer)], message));
      }
      return;
    }
    const id = ruleId(file, validation.rule.name);
    const same = rules.get(id);
    if (same) {
      const message = `${validation.rule.name}: there is a rule named ${same.rule.name} in this file already`;
      problems.push(problem([...base, 'name'], message));
    }
    rules.set(id, { id, rule: validation.rule });
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, rules: [...rules.values()] };
}

/** A rule keeps its id, and so its alarms, as long as file and name stay. */
export function ruleId(file: string, name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80);
  return `file-${file.slice(0, 80)}-${slug || 'rule'}`;
}

function at(file: string, lines: LineCounter, offset: number, message: string): string {
  const { line, col } = lines.linePos(offset);
  return `${file}:${line}:${col}: ${message}`;
}

/** Keys of a JSON Pointer. */
const pathOf = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key));

/** Where the thing begins; of one that is missing, where what should have it begins. */
function offsetOf(yaml: YamlDocument.Parsed, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = length === 1 ? yaml.contents : yaml.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    if (isMap(parent)) {
      // A field begins with its name.
      const pair = parent.items.find((item) => isPair(item) && String(item.key) === String(key));
      if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0];
    }
    const node = yaml.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return yaml.contents?.range[0] ?? 0;
}
