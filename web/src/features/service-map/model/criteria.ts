import type { MapNode } from './graph.ts';

/** One way to tell services apart by something that many of them share. */
export interface Criterion {
  readonly by: string;
  /** By the ids of the services, of those that have a key. */
  readonly keysOf: (services: readonly MapNode[]) => ReadonlyMap<string, string>;
  /** What those without a key are called. */
  readonly without: string;
}

const byOwn = (
  by: string,
  keyOf: (service: MapNode) => string | undefined,
  without: string,
): Criterion => ({
  by,
  keysOf: (services) =>
    new Map(
      services.flatMap((service) => {
        const key = keyOf(service);
        return key === undefined || key === '' ? [] : [[service.id, key] as const];
      }),
    ),
  without,
});

const OTHERS = 'Other services';

/** In the order in which they are tried; the last one tells any two services apart. */
export const criteria: readonly Criterion[] = [
  byOwn('namespace', ({ namespaces }) => namespaces[0], 'Without a namespace'),
  byOwn('environment', ({ environments }) => environments[0], 'Without an environment'),
  ...[1, 2, 3].map((parts) => byOwn(`name${parts}`, ({ name }) => beginOf(name, parts), OTHERS)),
  { by: 'run', keysOf: runs, without: OTHERS },
];

/** `ts-order-service` begins with `ts`, in two parts `ts-order`; nothing follows: no beginning. */
function beginOf(name: string, parts: number): string | undefined {
  const begin = new RegExp(`^(?:[^-.]+[-.]){${parts}}(?=.)`).exec(name);
  return begin?.[0].slice(0, -1);
}

/** Names that share nothing are taken as in a telephone book: from the first to the last of a run. */
function runs(services: readonly MapNode[]): ReadonlyMap<string, string> {
  const sorted = services.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const length = Math.ceil(Math.sqrt(sorted.length));
  return new Map(
    sorted.map(({ id }, at) => {
      const first = at - (at % length);
      const last = Math.min(first + length, sorted.length) - 1;
      return [id, `${sorted[first]!.name} … ${sorted[last]!.name}`];
    }),
  );
}
