import {
  combine,
  type ColumnField,
  type Field,
  type Node,
  type Signal,
} from '@nunchi/store/language/ast';
import { parseQuery } from '@nunchi/store/language/parse';
import { printQuery } from '@nunchi/store/language/print';

const NOWHERE = { offset: 0, length: 0 };
const NS_PER_MS = 1_000_000;

/** What must all hold for a query; undefined when it cannot be read. */
export function conditionsOf(text: string, signal: Signal): readonly Node[] | undefined {
  const parsed = parseQuery(text, signal);
  if (!parsed.ok) return undefined;
  return parsed.query.kind === 'and' ? parsed.query.nodes : [parsed.query];
}

export const printConditions = (nodes: readonly Node[]): string =>
  printQuery(combine('and', nodes));

export const equals = (field: Field, value: string): Node => ({
  kind: 'equals',
  field,
  parts: [value],
  place: NOWHERE,
});

export const column = (name: ColumnField): Field => ({ kind: 'column', name });

/** Durations from `minMs` on, or below `maxMs`, as the language says it. */
export const durationIs = (op: '>=' | '<', ms: number): Node => ({
  kind: 'compares',
  field: column('duration'),
  op,
  value: Math.round(ms * NS_PER_MS),
  place: NOWHERE,
});

/**
 * The query with one more condition. One that it has already is not said twice, and one that it
 * excluded is not excluded any more: nothing would be found.
 */
export function withCondition(text: string, signal: Signal, added: Node): string {
  const printed = printQuery(added);
  const nodes = conditionsOf(text, signal);
  if (nodes === undefined) return `${text} ${printed}`.trim();
  const opposite = printQuery(added.kind === 'not' ? added.node : { kind: 'not', node: added });
  const kept = nodes.filter((node) => ![printed, opposite].includes(printQuery(node)));
  return printConditions([...kept, added]);
}

/** The query for what both find; the first alone when the second cannot be read. */
export const withQuery = (text: string, signal: Signal, added: string): string =>
  (conditionsOf(added, signal) ?? []).reduce(
    (both, condition) => withCondition(both, signal, condition),
    text,
  );

/** The value that a query asks of a column, where it asks for exactly one. */
export function columnValue(nodes: readonly Node[], name: ColumnField): string | undefined {
  for (const node of nodes) {
    if (isEquals(node, name) && node.parts.length === 1) return node.parts[0];
  }
  return undefined;
}

/** The query asking for that value of the column, or for any when it is undefined. */
export function withColumn(
  nodes: readonly Node[],
  name: ColumnField,
  value: string | undefined,
): string {
  const place = nodes.findIndex((node) => isEquals(node, name));
  const kept: Node[] = nodes.filter((node) => !isEquals(node, name));
  if (value === undefined) return printConditions(kept);
  return printConditions(kept.toSpliced(Math.max(place, 0), 0, equals(column(name), value)));
}

/** The least duration that a query asks for, in milliseconds. */
export function minimumMs(nodes: readonly Node[]): number | undefined {
  const node = nodes.find(isMinimum);
  return node?.kind === 'compares' ? node.value / NS_PER_MS : undefined;
}

export function withMinimum(nodes: readonly Node[], ms: number | undefined): string {
  const kept = nodes.filter((node) => !isMinimum(node));
  return printConditions(ms === undefined ? kept : [...kept, durationIs('>=', ms)]);
}

const isEquals = (node: Node, name: ColumnField): node is Extract<Node, { kind: 'equals' }> =>
  node.kind === 'equals' && node.field.kind === 'column' && node.field.name === name;

const isMinimum = (node: Node): boolean =>
  node.kind === 'compares' &&
  node.field.kind === 'column' &&
  node.field.name === 'duration' &&
  (node.op === '>' || node.op === '>=');

/** Whether a query says anything about a column. */
export const namesColumn = (text: string, signal: Signal, name: ColumnField): boolean =>
  (conditionsOf(text, signal) ?? []).some((node) => names(node, name));

function names(node: Node, name: ColumnField): boolean {
  if (node.kind === 'and' || node.kind === 'or')
    return node.nodes.some((each) => names(each, name));
  if (node.kind === 'not') return names(node.node, name);
  return node.kind !== 'text' && node.field.kind === 'column' && node.field.name === name;
}
