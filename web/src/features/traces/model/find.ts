import type { TraceNode, TraceTree } from './tree.ts';

/**
 * Keys of the spans whose name, service, id, status message or an attribute contains the text, in
 * reading order; undefined when there is nothing to look for.
 */
export function findSpans(tree: TraceTree, text: string): string[] | undefined {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return undefined;
  const found: string[] = [];
  const waiting = tree.roots.toReversed();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (matches(node, wanted)) found.push(node.key);
    for (let at = node.children.length - 1; at >= 0; at--) waiting.push(node.children[at]!);
  }
  return found;
}

function matches({ span }: TraceNode, wanted: string): boolean {
  const has = (value: unknown): boolean =>
    (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
      .toLowerCase()
      .includes(wanted);
  return (
    has(span.name) ||
    has(span.service) ||
    has(span.spanId) ||
    has(span.statusMessage) ||
    Object.entries(span.attributes).some(([key, value]) => has(key) || has(value))
  );
}
