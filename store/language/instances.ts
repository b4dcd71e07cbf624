import type { Node, Parts } from './ast.ts';

/** What a query about instances can ask. */
export interface InstanceFacts {
  readonly service: string;
  readonly namespace: string;
  readonly environment: string;
  readonly version: string;
  readonly instance: string;
}

/** Whether the query holds for an instance. A word without a field is looked for in every fact. */
export function matchesInstance(query: Node, facts: InstanceFacts): boolean {
  switch (query.kind) {
    case 'and':
      return query.nodes.every((node) => matchesInstance(node, facts));
    case 'or':
      return query.nodes.some((node) => matchesInstance(node, facts));
    case 'not':
      return !matchesInstance(query.node, facts);
    case 'text': {
      const anywhere = ['', ...query.parts.map((part) => part.toLowerCase()), ''];
      const { service, namespace, environment, version, instance } = facts;
      return [service, namespace, environment, version, instance].some((fact) =>
        matchesParts(anywhere, fact.toLowerCase()),
      );
    }
    case 'equals': {
      const fact = factOf(query.field, facts);
      const isAnything = query.parts.length === 2 && query.parts.every((part) => part === '');
      return isAnything ? fact !== '' : matchesParts(query.parts, fact);
    }
    case 'compares':
      return false; // the parser lets none of an instance's fields be compared
  }
}

function factOf(field: { kind: string; name?: string }, facts: InstanceFacts): string {
  return field.kind === 'column' ? (facts[field.name as keyof InstanceFacts] ?? '') : '';
}

/** Whether the text is the parts with anything between them; in one pass, without backtracking. */
export function matchesParts(parts: Parts, text: string): boolean {
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return text === first;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at + last.length <= text.length;
}
