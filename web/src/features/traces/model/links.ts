import type { SpanLink } from '../../../api/types.ts';
import type { TraceNode, TraceTree } from './tree.ts';

/** A span of this trace that names another by a link. */
export interface IncomingLink {
  readonly from: TraceNode;
  readonly link: SpanLink;
}

/** Links between spans of the trace from their other end, by the id of the span they lead to. */
export function incomingLinks(
  traceId: string,
  tree: TraceTree,
): ReadonlyMap<string, readonly IncomingLink[]> {
  const incoming: (IncomingLink & { to: string })[] = [];
  for (const from of tree.byKey.values()) {
    for (const link of from.span.links) {
      if (link.traceId === traceId) incoming.push({ from, link, to: link.spanId });
    }
  }
  return Map.groupBy(incoming, ({ to }) => to);
}

/** The traces that spans of this one link to, the most often named first. */
export function linkedTraces(
  traceId: string,
  tree: TraceTree,
): { traceId: string; links: number; spanId: string }[] {
  const traces = new Map<string, { traceId: string; links: number; spanId: string }>();
  for (const { span } of tree.byKey.values()) {
    for (const link of span.links) {
      if (link.traceId === traceId) continue;
      const known = traces.get(link.traceId);
      if (known) known.links++;
      else traces.set(link.traceId, { traceId: link.traceId, links: 1, spanId: link.spanId });
    }
  }
  return [...traces.values()].sort((a, b) => b.links - a.links);
}
