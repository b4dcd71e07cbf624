import type { DependencyKind, DependencyRow } from '@nunchi/store/queries/services/service-map';
import type { Static } from 'typebox';
import { toMilliseconds } from '../../model/span.ts';
import { healthOf } from '../services/health.ts';
import { NOT_COMPARED } from './compare.ts';
import type { ServiceMapEdge, ServiceMapNode } from './schema.ts';

export type Node = Static<typeof ServiceMapNode>;
export type Edge = Static<typeof ServiceMapEdge>;

export interface Graph {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

/** Nodes of services, from what they say of themselves. */
type ServiceFigures = Pick<
  Node,
  | 'namespaces'
  | 'environments'
  | 'requests'
  | 'errors'
  | 'requestsPerSecond'
  | 'errorRate'
  | 'p95Ms'
  | 'health'
  | 'healthReason'
> & { readonly service: string };

/**
 * The graph of the services and of the dependencies, rates per `seconds`. Services without
 * dependencies are in it too, and so is every end of an edge, even if it answered nobody.
 */
export function drawGraph(
  services: readonly ServiceFigures[],
  rows: readonly DependencyRow[],
  seconds: number,
): Graph {
  const nodes = new Map<string, Node>();
  const add = (node: Node) => nodes.set(node.id, node);
  for (const service of services) {
    add({
      ...named('service', service.service),
      namespaces: service.namespaces,
      environments: service.environments,
      requests: service.requests,
      requestsPerSecond: service.requestsPerSecond,
      errors: service.errors,
      errorRate: service.errorRate,
      p95Ms: service.p95Ms,
      health: service.health,
      healthReason: service.healthReason,
      ...NOT_COMPARED,
    });
  }
  const pairs = rows.filter(({ source }) => source !== '');
  for (const row of rows.filter(({ source }) => source === '')) add(toSum(row, seconds));
  for (const row of pairs) {
    for (const end of endsOf(row)) {
      if (!nodes.has(end.id)) add({ ...end, ...NOTHING_KNOWN });
    }
  }
  for (const [id, around] of placesAround(pairs)) {
    const node = nodes.get(id);
    if (node && node.kind !== 'service') add({ ...node, ...around });
  }
  return {
    nodes: [...nodes.values()].sort(byKindAndName),
    edges: pairs.map((row) => toEdge(row, seconds)),
  };
}

const NOTHING_KNOWN = {
  namespaces: [],
  environments: [],
  requests: 0,
  requestsPerSecond: 0,
  errors: 0,
  errorRate: null,
  p95Ms: null,
  ...healthOf(0, 0),
  ...NOT_COMPARED,
};

const endsOf = ({ source, sourceKind, target, targetKind, system }: DependencyRow) => [
  named(sourceKind || 'service', source, system),
  named(targetKind, target, system),
];

/** Namespaces and environments of the services around each node, by its id. */
function placesAround(pairs: readonly DependencyRow[]) {
  const ends = pairs.flatMap((row) => endsOf(row).map(({ id }) => ({ id, row })));
  return [...Map.groupBy(ends, ({ id }) => id)].map(([id, around]) => {
    const all = (of: 'namespaces' | 'environments') =>
      [...new Set(around.flatMap(({ row }) => row[of]))].sort();
    return [id, { namespaces: all('namespaces'), environments: all('environments') }] as const;
  });
}

function named(kind: DependencyKind, name: string, system = '') {
  const isService = kind === 'service';
  return {
    id: idOf(kind, name),
    kind,
    name,
    service: isService ? name : null,
    system: isService || system === '' ? null : system,
  };
}

const idOf = (kind: DependencyKind, name: string): string => `${kind}:${name}`;

const ORDER: readonly DependencyKind[] = ['service', 'messaging', 'database', 'external'];
export const byKindAndName = (a: Node, b: Node): number =>
  ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.name < b.name ? -1 : 1);

/** A database, queue or host, by all the calls to it. */
function toSum({ target, targetKind, system, ...row }: DependencyRow, seconds: number): Node {
  const [requests, errors] = [Number(row.requests), Number(row.errors)];
  return {
    ...named(targetKind, target, system),
    namespaces: [],
    environments: [],
    requests,
    requestsPerSecond: requests / seconds,
    errors,
    errorRate: errors / requests,
    p95Ms: toMilliseconds(row.quantilesNs[1]),
    ...healthOf(requests, errors),
    ...NOT_COMPARED,
  };
}

function toEdge(row: DependencyRow, seconds: number): Edge {
  const [p50, p95, p99] = row.quantilesNs;
  const [requests, errors] = [Number(row.requests), Number(row.errors)];
  return {
    source: idOf(row.sourceKind || 'service', row.source),
    target: idOf(row.targetKind, row.target),
    kind: row.protocol,
    requests,
    requestsPerSecond: requests / seconds,
    errors,
    errorRate: errors / requests,
    p50Ms: toMilliseconds(p50),
    p95Ms: toMilliseconds(p95),
    p99Ms: toMilliseconds(p99),
    ...NOT_COMPARED,
  };
}
