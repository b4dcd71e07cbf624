import { edgeId, type MapEdge, type MapGraph, type MapNode } from './graph.ts';

/** One line of the list of what is different from the other time range. */
export type Change =
  | { readonly kind: 'node'; readonly id: string; readonly node: MapNode }
  | {
      readonly kind: 'edge';
      readonly id: string;
      readonly edge: MapEdge;
      readonly source: MapNode;
      readonly target: MapNode;
    };

/** What a comparison says of a node or a connection. */
export type Compared = Pick<
  MapEdge,
  'change' | 'changeReason' | 'before' | 'requestsPerSecond' | 'errorRate' | 'p95Ms'
>;

export const isChange = ({ change }: Pick<Compared, 'change'>): boolean =>
  change === 'new' || change === 'gone' || change === 'changed';

/**
 * What is new, gone or changed, the most important first. Connections of a node that is itself new
 * or gone are not news of their own.
 */
export function changesOf(graph: MapGraph): Change[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const changes: Change[] = graph.nodes
    .filter(isChange)
    .map((node) => ({ kind: 'node', id: node.id, node }));
  for (const edge of graph.edges.filter(isChange)) {
    const [source, target] = [nodes.get(edge.source), nodes.get(edge.target)];
    if (source === undefined || target === undefined) continue;
    const toldByAnEnd =
      edge.change !== 'changed' && [source, target].some(({ change }) => change === edge.change);
    if (!toldByAnEnd) changes.push({ kind: 'edge', id: edgeId(edge), edge, source, target });
  }
  const busiest = Math.max(0, ...changes.map((each) => trafficOf(subjectOf(each))));
  return changes
    .map((change) => ({ change, weight: weightOf(subjectOf(change), busiest) }))
    .sort((a, b) => b.weight - a.weight || (a.change.id < b.change.id ? -1 : 1))
    .map(({ change }) => change);
}

/** Whether nothing at all was there before: then there is nothing to compare with. */
export const allIsNew = ({ nodes }: MapGraph): boolean =>
  nodes.length > 0 && nodes.every(({ change }) => change === 'new');

/** For tables: what has changed before the rest, which stays in its order. */
export const changedFirst = <T extends Pick<Compared, 'change'>>(all: readonly T[]): T[] =>
  [...all].sort((a, b) => Number(isChange(b)) - Number(isChange(a)));

export const subjectOf = (change: Change): Compared =>
  change.kind === 'node' ? change.node : change.edge;

const trafficOf = ({ requestsPerSecond, before }: Compared): number =>
  Math.max(requestsPerSecond, before?.requestsPerSecond ?? 0);

/** How grave a change is, less so where there is little traffic. */
function weightOf(compared: Compared, busiest: number): number {
  const share = busiest > 0 ? Math.log1p(trafficOf(compared)) / Math.log1p(busiest) : 1;
  return gravityOf(compared) * (0.5 + 0.5 * share);
}

/**
 * 0 to 100 and a bit. A fifth more errors, an eightfold p95 and what is gone weigh the same; what is
 * new less, then more or fewer requests; what got better is last.
 */
function gravityOf({ change, before, ...now }: Compared): number {
  const failing = 100 * Math.max(0, (now.errorRate ?? 0) - (before?.errorRate ?? 0));
  if (change === 'gone') return 50;
  if (change === 'new') return 40 + failing / 2;
  if (before === null) return 0;
  const slower = doublings(before.p95Ms, now.p95Ms);
  const busier = Math.abs(doublings(before.requestsPerSecond, now.requestsPerSecond));
  return Math.max(
    failing > 0.1 ? 30 + failing : 0,
    slower > 0.1 ? 20 + 10 * slower : 0,
    busier > 0.1 ? 10 + 4 * busier : 0,
    5,
  );
}

/** How often something has doubled, at most three times; negative: halved. */
function doublings(before: number | null, now: number | null): number {
  if (!before || !now) return 0;
  return Math.max(-3, Math.min(3, Math.log2(now / before)));
}
