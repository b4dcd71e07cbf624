import type { Field, Node, Parts } from './ast.ts';
import { fieldName, SEVERITIES } from './fields.ts';

/** The query as text that {@link parseQuery} reads as the same query. */
export function printQuery(node: Node): string {
  return node.kind === 'and' ? node.nodes.map(printInner).join(' ') : printOuter(node);
}

function printOuter(node: Node): string {
  return node.kind === 'or' ? node.nodes.map(printInner).join(' OR ') : printInner(node);
}

function printInner(node: Node): string {
  switch (node.kind) {
    case 'and':
      return `(${node.nodes.map(printInner).join(' ')})`;
    case 'or':
      return `(${node.nodes.map(printInner).join(' OR ')})`;
    case 'not':
      return `-${printInner(node.node)}`;
    case 'text':
      return printParts(node.parts);
    case 'equals':
      return `${printField(node.field)}:${printParts(node.parts)}`;
    case 'compares':
      return `${printField(node.field)}:${node.op}${printNumber(node.field, node.value)}`;
  }
}

function printNumber(field: Field, value: number): string {
  if (field.kind !== 'column') return String(value);
  if (field.name === 'duration') return printDuration(value);
  return Object.keys(SEVERITIES).find((word) => SEVERITIES[word] === value) ?? String(value);
}

const UNITS = [
  ['s', 1e9],
  ['ms', 1e6],
  ['us', 1e3],
] as const;

/** Nanoseconds in the largest unit that says them exactly with few digits: `1.5s`, `250ms`. */
function printDuration(nanoseconds: number): string {
  const [unit, factor] = UNITS.find(
    ([, each]) =>
      nanoseconds >= each &&
      nanoseconds % (each / 1000) === 0 &&
      Math.round((nanoseconds / each) * each) === nanoseconds,
  ) ?? ['ns', 1];
  return `${nanoseconds / factor}${unit}`;
}

const printField = (field: Field): string => escapeWord(fieldName(field));

/** A value as it is written after a colon, quoted where it needs to be. */
function printParts(parts: Parts): string {
  const [only = ''] = parts;
  if (parts.length > 1) return escapeSign(parts.map(escapeInner).join('*'));
  return /^[\p{L}\p{N}_][\p{L}\p{N}_./@-]*$/u.test(only) && !/^(AND|OR|NOT)$/.test(only)
    ? only
    : `"${only.replace(/["\\]/g, '\\$&')}"`;
}

const escapeWord = (text: string): string => escapeSign(escapeInner(text));
const escapeInner = (text: string): string => text.replace(/[\s()":*\\]/g, '\\$&');
// A sign or a comparison would be read as one where a word begins.
const escapeSign = (text: string): string => text.replace(/^[-<>=]/, '\\$&');
