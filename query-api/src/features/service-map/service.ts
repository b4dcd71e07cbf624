import type { Questionable } from '@nunchi/store';
import {
  dependencies,
  type DependencyKind,
  type DependencyRow,
  MOST_DEPENDENCIES,
} from '@nunchi/store/queries/services/service-map';
import type { TimeRange } from '@nunchi/store/queries/time';
import type { Static } from 'typebox';
import { toMilliseconds } from '../../model/span.ts';
import { healthOf } from '../services/health.ts';
import { coveredSeconds, listServices } from '../services/service.ts';
import type { ServiceMapEdge, ServiceMapNode, ServiceMapReply } from './schema.ts';

type Node = Static<typeof ServiceMapNode>;
type Edge = Static<typeof ServiceMapEdge>;

export async function getServiceMap(
  store: Questionable,
  range: TimeRange,
): Promise<Static<typeof ServiceMapReply>> {
  const [services, rows, seconds] = await Promise.all([
    listServices(store, range),
    dependencies(store, range),
    coveredSeconds(store, range),
  ]);
  const given = rows.slice(0, MOST_DEPENDENCIES);
  const nodes = new Map<string, Node>();
  const add = (node: Node) => nodes.set(node.id, node);
  for (const { service, requests, errors, p95Ms, health, healthReason } of services) {
    add({ ...named('service', service), requests, errors, p95Ms, health, healthReason });
  }
  for (const row of given.filter(({ source }) => source === '')) add(toSum(row));
  const pairs = given.filter(({ source }) => source !== '');
  // What takes part in a call is there, even if it answered nobody and no instance of it is known.
  for (const { source, sourceKind, target, targetKind, system } of pairs) {
    for (const end of [
      named(sourceKind || 'service', source, system),
      named(targetKind, target, system),
    ]) {
      if (!nodes.has(end.id)) add({ ...end, ...silent, ...healthOf(0, 0) });
    }
  }
  return {
    seconds,
    nodes: [...nodes.values()].sort(byKindAndName),
    edges: pairs.map((row) => toEdge(row, seconds)),
    truncated: rows.length > MOST_DEPENDENCIES,
  };
}

const silent = { requests: 0, errors: 0, p95Ms: null };

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
const byKindAndName = (a: Node, b: Node): number =>
  ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.name < b.name ? -1 : 1);

/** A database, queue or host, by all the calls to it. */
function toSum({ target, targetKind, system, ...row }: DependencyRow): Node {
  const [requests, errors] = [Number(row.requests), Number(row.errors)];
  return {
    ...named(targetKind, target, system),
    requests,
    errors,
    p95Ms: toMilliseconds(row.quantilesNs[1]),
    ...healthOf(requests, errors),
  };
}

function toEdge(row: DependencyRow, seconds: number): Edge {
  const [p50Ms, p95Ms, p99Ms] = row.quantilesNs.map((nanos) => toMilliseconds(nanos)) as [
    number,
    number,
    number,
  ];
  const requests = Number(row.requests);
  return {
    source: idOf(row.sourceKind || 'service', row.source),
    target: idOf(row.targetKind, row.target),
    kind: row.protocol,
    requests,
    requestsPerSecond: requests / seconds,
    errors: Number(row.errors),
    p50Ms,
    p95Ms,
    p99Ms,
  };
}
