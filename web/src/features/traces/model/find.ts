import type { TraceNode } from './tree.ts';

/**
 * Keys of the spans whose name, service, id, status message or an attribute contains the text, in
 * the order given; undefined when there is nothing to look for.
 */
export function findSpans(order: readonly TraceNode[], text: string): string[] | undefined {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return undefined;
  return order.filter((node) => textOf(node).includes(wanted)).map(({ key }) => key);
}

const texts = new WeakMap<TraceNode, string>();

/** All that is searched of a span, made once, so that every letter typed is answered at once. */
function textOf(node: TraceNode): string {
  let text = texts.get(node);
  if (text === undefined) {
    const { name, service, spanId, statusMessage, attributes } = node.span;
    const parts = [name, service, spanId, statusMessage];
    for (const [key, value] of Object.entries(attributes)) {
      parts.push(key, typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
    }
    text = parts.join('\n').toLowerCase();
    texts.set(node, text);
  }
  return text;
}
