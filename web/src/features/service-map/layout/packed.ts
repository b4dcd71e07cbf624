import { NODE_HEIGHT, NODE_WIDTH, type Direction, type Place } from '../model/curve.ts';
import { extentOf, type LayoutTask, type Places } from './layout.ts';

/** Pixels along and across the way of the calls: of a node, between lanes of a rank, between ranks. */
const SIZES = {
  right: { length: NODE_WIDTH, lane: 30, rank: 120, step: NODE_HEIGHT + 24 },
  down: { length: NODE_HEIGHT, lane: 30, rank: 90, step: NODE_WIDTH + 28 },
} as const;

const SWEEPS = 8;

/**
 * A layout for what would sprawl otherwise: a node's rank is the fewest calls that lead to it from
 * where requests come in, and a long rank stands in several lanes beside each other, as many as give
 * the whole the usual shape. Edges have no ways of their own between the nodes, and some lead back;
 * where nodes are seen several times as large, that is the lesser evil.
 */
export function packed(task: LayoutTask, direction: Direction): Places {
  const ranks = inOrder(ranksOf(task), task);
  const longest = Math.max(1, ...ranks.map(({ length }) => length));
  return Array.from({ length: longest }, (_, less) =>
    inLanes(ranks, longest - less, direction),
  ).reduce((best, each) => (extentOf(each) < extentOf(best) ? each : best));
}

type Ranks = readonly (readonly string[])[];

function ranksOf({ nodes, edges }: LayoutTask): Ranks {
  const calls = Map.groupBy(edges, ([source]) => source);
  const called = new Set(edges.map(([, target]) => target));
  const rankOf = new Map<string, number>();
  const follow = (from: readonly string[]): void => {
    let last = from;
    for (let rank = 0; last.length > 0; rank += 1) {
      for (const id of last) rankOf.set(id, rank);
      const next = last.flatMap((id) => (calls.get(id) ?? []).map(([, target]) => target));
      last = [...new Set(next)].filter((id) => !rankOf.has(id));
    }
  };
  follow(nodes.filter((id) => !called.has(id)));
  // What is only called in a circle begins with the one that calls the most.
  for (;;) {
    const rest = nodes.filter((id) => !rankOf.has(id));
    if (rest.length === 0) break;
    const callsOf = (id: string): number => calls.get(id)?.length ?? 0;
    follow([rest.reduce((most, id) => (callsOf(id) > callsOf(most) ? id : most))]);
  }
  return [...Map.groupBy(nodes, (id) => rankOf.get(id)!)]
    .sort(([a], [b]) => a - b)
    .map(([, ids]) => ids);
}

/** Each rank in the order of the middles of what its nodes are joined with, so that edges are short. */
function inOrder(ranks: Ranks, { edges }: LayoutTask): Ranks {
  const joined = new Map<string, string[]>();
  for (const [source, target] of edges) {
    joined.set(source, [...(joined.get(source) ?? []), target]);
    joined.set(target, [...(joined.get(target) ?? []), source]);
  }
  /** 0 to 1, so that ranks of different lengths compare. */
  const at = new Map<string, number>();
  const place = (ids: readonly string[]): void => {
    for (const [index, id] of ids.entries()) at.set(id, (index + 0.5) / ids.length);
  };
  ranks.forEach(place);
  let ordered = ranks;
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    ordered = ordered.map((ids) => {
      const middles = new Map(
        ids.map((id) => {
          const others = joined.get(id) ?? [];
          const sum = others.reduce((total, other) => total + at.get(other)!, 0);
          return [id, others.length === 0 ? at.get(id)! : sum / others.length];
        }),
      );
      const sorted = ids.toSorted((a, b) => middles.get(a)! - middles.get(b)!);
      place(sorted);
      return sorted;
    });
  }
  return ordered;
}

function inLanes(ranks: Ranks, most: number, direction: Direction): Places {
  const { length, lane, rank, step } = SIZES[direction];
  const places = new Map<string, Place>();
  let start = 0;
  for (const ids of ranks) {
    const lanes = Math.ceil(ids.length / most);
    const rows = Math.ceil(ids.length / lanes);
    for (const [at, id] of ids.entries()) {
      const far = start + (at % lanes) * (length + lane);
      const aside = Math.round(((most - rows) / 2 + Math.floor(at / lanes)) * step);
      places.set(id, direction === 'right' ? { x: far, y: aside } : { x: aside, y: far });
    }
    start += lanes * (length + lane) - lane + rank;
  }
  return places;
}
