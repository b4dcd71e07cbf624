import { criteria, type Criterion } from './criteria.ts';
import type { MapEdge, MapGraph, MapNode } from './graph.ts';
import { sumOfEdges, sumOfNodes } from './sums.ts';

/** More than this on one picture is a thicket. */
export const CALM_NODES = 150;
/** So many members of an open group are shown one by one, whatever else there is. */
const LEAST_ROOM = 30;

const ROOT = 'group:';

/**
 * The map in at most about `most` nodes: services in groups by namespace, else environment, else the
 * beginning of their names; what only one group uses is part of it, what several use is in a group
 * of its kind. The group of the id `opened` is shown as its members, and the groups that it is in
 * are open too. A smaller map is as it was.
 */
export function groupAbove(graph: MapGraph, most: number, opened: string | undefined): MapGraph {
  if (graph.nodes.length <= most) return graph;
  const nodes = split(graph, graph.nodes, criteria, ROOT, most, opened);
  return { nodes, edges: edgesBetween(nodes, graph.edges) };
}

/** The id of the group that has to be opened next to see a node; undefined when it is seen. */
export const groupHolding = (shown: MapGraph, id: string): string | undefined =>
  shown.nodes.find(({ members }) => members?.some((member) => member.id === id))?.id;

/**
 * The id of the innermost group to open so that a node is seen; `opened`, what is open now, where
 * it is seen already.
 */
export function groupsAround(
  graph: MapGraph,
  most: number,
  id: string,
  opened: string | undefined,
): string | undefined {
  const holding = groupHolding(groupAbove(graph, most, opened), id);
  return holding === undefined ? opened : groupsAround(graph, most, id, holding);
}

/** The group around a group; undefined around the outermost. */
export const groupAround = (id: string): string | undefined =>
  id.includes('/') ? id.slice(0, id.lastIndexOf('/')) : undefined;

interface Part {
  readonly id: string;
  readonly name: string;
  readonly members: readonly MapNode[];
}

function split(
  graph: MapGraph,
  nodes: readonly MapNode[],
  from: readonly Criterion[],
  path: string,
  most: number,
  opened: string | undefined,
): MapNode[] {
  for (const [at, criterion] of from.entries()) {
    const parts = partsOf(graph, nodes, criterion, path);
    if (parts.length < 2 || parts.length >= nodes.length || parts.length > most) continue;
    const room = Math.max(LEAST_ROOM, most - parts.length);
    return parts.flatMap((part): readonly MapNode[] => {
      const open = opened === part.id || opened?.startsWith(`${part.id}/`) === true;
      if (part.members.length === 1) return part.members;
      if (!open) return [sumOfNodes(part)];
      if (part.members.length <= room) return part.members;
      return split(graph, part.members, from.slice(at + 1), `${part.id}/`, room, opened);
    });
  }
  return [...nodes];
}

const SHARED: Partial<Record<MapNode['kind'], string>> = {
  database: 'Databases',
  messaging: 'Queues and topics',
  external: 'External hosts',
};

/** No parts where the criterion says nothing of most of the services. */
function partsOf(
  graph: MapGraph,
  nodes: readonly MapNode[],
  { by, keysOf, without }: Criterion,
  path: string,
): Part[] {
  const services = nodes.filter(({ kind }) => kind === 'service');
  const keys = keysOf(services);
  if (keys.size * 2 < services.length || new Set(keys.values()).size < 2) return [];
  const parts = new Map<string, { name: string; members: MapNode[] }>();
  const put = (key: string, name: string, node: MapNode): void => {
    const id = `${path}${key}`;
    const part = parts.get(id) ?? { name, members: [] };
    part.members.push(node);
    parts.set(id, part);
  };
  const putInto = (key: string, node: MapNode): void =>
    put(`${by}=${encodeURIComponent(key)}`, key, node);
  const joined = joinedWith(graph);
  for (const node of nodes) {
    const own = keys.get(node.id);
    if (own !== undefined) putInto(own, node);
    else if (node.kind === 'service') put('none', without, node);
    else {
      const users = new Set((joined.get(node.id) ?? []).flatMap((id) => keys.get(id) ?? []));
      const [only] = users;
      if (users.size === 1 && only !== undefined) putInto(only, node);
      else put(`kind=${node.kind}`, SHARED[node.kind] ?? node.kind, node);
    }
  }
  return [...parts].map(([id, part]) => ({ id, ...part }));
}

function joinedWith({ edges }: MapGraph): ReadonlyMap<string, readonly string[]> {
  const joined = new Map<string, string[]>();
  const join = (one: string, other: string): void => {
    const others = joined.get(one);
    if (others) others.push(other);
    else joined.set(one, [other]);
  };
  for (const { source, target } of edges) {
    join(source, target);
    join(target, source);
  }
  return joined;
}

/** Connections between what is shown; what happens inside a group is its own matter. */
function edgesBetween(shown: readonly MapNode[], edges: readonly MapEdge[]): MapEdge[] {
  const shownAs = new Map<string, string>();
  for (const node of shown) {
    for (const { id } of node.members ?? [node]) shownAs.set(id, node.id);
  }
  const between = new Map<string, { source: string; target: string; parts: MapEdge[] }>();
  const whole: MapEdge[] = [];
  for (const edge of edges) {
    const source = shownAs.get(edge.source);
    const target = shownAs.get(edge.target);
    if (source === undefined || target === undefined) continue;
    if (source === edge.source && target === edge.target) whole.push(edge);
    else if (source !== target) {
      const key = JSON.stringify([source, target, edge.kind === 'messaging']);
      const sum = between.get(key) ?? { source, target, parts: [] };
      sum.parts.push(edge);
      between.set(key, sum);
    }
  }
  return [
    ...whole,
    ...[...between.values()].map(({ source, target, parts }) => sumOfEdges(source, target, parts)),
  ];
}

/** A group in words: the value that its members share, or their kind. */
export function groupName(id: string): string {
  const last = id.slice(id.lastIndexOf('/') + 1).replace(ROOT, '');
  const [by, value] = last.split('=', 2);
  if (value === undefined) return 'Others';
  return by === 'kind' ? (SHARED[value as MapNode['kind']] ?? value) : decodeURIComponent(value);
}
