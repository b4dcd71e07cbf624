import { nameOf } from './figures.ts';
import { bySickness, type MapEdge, type MapNode } from './graph.ts';

interface Group {
  readonly id: string;
  readonly name: string;
  readonly members: readonly MapNode[];
}

/**
 * A group as one node: the sums of its members and the worst health. Its quantile is the highest of
 * theirs, which that of all together cannot exceed.
 */
export function sumOfNodes({ id, name, members }: Group): MapNode {
  const sick = bySickness(members).filter(
    ({ health }) => health === 'unhealthy' || health === 'degraded',
  );
  return {
    id,
    name,
    members,
    kind: 'group',
    service: null,
    system: null,
    namespaces: united(members.map(({ namespaces }) => namespaces)),
    environments: united(members.map(({ environments }) => environments)),
    health: bySickness(members)[0]?.health ?? 'unknown',
    healthReason: healthInWords(sick, members.length),
    p95Ms: highest(members.map(({ p95Ms }) => p95Ms)),
    ...sumsOf(members),
    ...changeOf(members),
  };
}

/** The connections between two groups as one; its quantiles are the highest. */
export function sumOfEdges(source: string, target: string, parts: readonly MapEdge[]): MapEdge {
  const [kind, ...others] = new Set(parts.map((part) => part.kind));
  return {
    source,
    target,
    parts,
    kind: kind !== undefined && others.length === 0 ? kind : 'other',
    p50Ms: highest(parts.map(({ p50Ms }) => p50Ms)),
    p95Ms: highest(parts.map(({ p95Ms }) => p95Ms)),
    p99Ms: highest(parts.map(({ p99Ms }) => p99Ms)),
    ...sumsOf(parts),
    ...changeOf(parts),
  };
}

type Summed = Pick<MapEdge, 'requests' | 'requestsPerSecond' | 'errors'>;

function sumsOf(all: readonly Summed[]) {
  const requests = total(all, (each) => each.requests);
  const errors = total(all, (each) => each.errors);
  return {
    requests,
    errors,
    requestsPerSecond: total(all, (each) => each.requestsPerSecond),
    errorRate: requests > 0 ? errors / requests : null,
  };
}

const total = <T>(all: readonly T[], of: (each: T) => number): number =>
  all.reduce((sum, each) => sum + of(each), 0);

function highest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

const united = (lists: readonly (readonly string[])[]): string[] =>
  [...new Set(lists.flat())].sort();

function healthInWords(sick: readonly MapNode[], all: number): string {
  const [first, ...more] = sick;
  if (first === undefined) return `None of ${all} is sick.`;
  const others = more.length === 0 ? '' : ` and ${more.map(nameOf).slice(0, 3).join(', ')}`;
  const rest = more.length > 3 ? ', …' : '';
  return `${sick.length} of ${all} ${sick.length === 1 ? 'is' : 'are'} sick: ${nameOf(first)}${others}${rest}. ${first.healthReason}`;
}

type Compared = Pick<MapEdge, 'change' | 'changeReason' | 'before'>;

/** What became of several that are shown as one. */
function changeOf(all: readonly Compared[]): Compared {
  const [only, ...others] = new Set(all.map(({ change }) => change));
  const before = beforeOf(all);
  if (only === undefined || (others.length === 0 && only !== 'changed')) {
    return { change: only ?? null, changeReason: null, before };
  }
  const counts = (['new', 'gone', 'changed'] as const)
    .map((change) => ({ change, count: all.filter((each) => each.change === change).length }))
    .filter(({ count }) => count > 0)
    .map(({ change, count }) => `${count} ${change}`);
  return { change: 'changed', changeReason: counts.join(', '), before };
}

function beforeOf(all: readonly Compared[]): Compared['before'] {
  const known = all.flatMap(({ before }) => before ?? []);
  if (known.length === 0) return null;
  const requestsPerSecond = total(known, (each) => each.requestsPerSecond);
  const errorsPerSecond = total(known, (each) => each.requestsPerSecond * (each.errorRate ?? 0));
  return {
    requestsPerSecond,
    errorRate: requestsPerSecond > 0 ? errorsPerSecond / requestsPerSecond : null,
    p95Ms: highest(known.map(({ p95Ms }) => p95Ms)),
  };
}
