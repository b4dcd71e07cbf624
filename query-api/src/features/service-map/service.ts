import type { Questionable } from '@nunchi/store';
import { edgesOf } from '@nunchi/store/edges/edges';
import { MOST_DEPENDENCIES } from '@nunchi/store/queries/services/service-map';
import type { Scope } from '@nunchi/store/queries/services/scope';
import type { TimeRange } from '@nunchi/store/queries/time';
import type { Static } from 'typebox';
import { getServices, listServices } from '../services/service.ts';
import { compareGraphs } from './compare-graphs.ts';
import { neighbourhood } from './focus.ts';
import { drawGraph } from './graph.ts';
import { incompleteness } from './incomplete.ts';
import type { ServiceMapReply } from './schema.ts';

export interface MapQuestion {
  readonly range: TimeRange;
  readonly scope: Scope;
  /** A range to compare with. */
  readonly before: TimeRange | undefined;
  /** Id of a node: only what is at most `depth` calls away. */
  readonly focus: string | undefined;
  readonly depth: number;
  /** Unix nanoseconds. */
  readonly askedAt: bigint;
}

export async function getServiceMap(
  store: Questionable,
  question: MapQuestion,
): Promise<Static<typeof ServiceMapReply>> {
  const { range, scope, before, focus, depth } = question;
  const [now, then] = await Promise.all([
    wholeMap(store, range, scope, question.askedAt),
    before && wholeMap(store, before, scope, question.askedAt),
  ]);
  const graph = then ? compareGraphs(then, now) : now;
  const { nodes, edges } = focus === undefined ? graph : neighbourhood(graph, focus, depth);
  return {
    seconds: now.seconds,
    nodes: [...nodes],
    edges: [...edges],
    truncated: now.truncated || (then?.truncated ?? false),
    incomplete: incompleteness(now.missing, then?.missing),
  };
}

async function wholeMap(store: Questionable, range: TimeRange, scope: Scope, now: bigint) {
  const isScoped = Object.keys(scope).length > 0;
  const [{ seconds, services }, everywhere, { rows, covered, missing }] = await Promise.all([
    getServices(store, range, { scope }),
    // Who calls into the scope, or is called from it, is there with all of its figures.
    isScoped ? listServices(store, range) : [],
    edgesOf(store, range, scope),
  ]);
  const given = rows.slice(0, MOST_DEPENDENCIES);
  const inScope = new Set(services.map(({ service }) => service));
  const ends = new Set(
    given.flatMap(({ source, sourceKind, target, targetKind }) => [
      ...(sourceKind === 'service' ? [source] : []),
      ...(targetKind === 'service' ? [target] : []),
    ]),
  );
  const around = everywhere.filter(({ service }) => ends.has(service) && !inScope.has(service));
  const edgeSeconds = Math.max(1, secondsOf(covered, range, seconds, now) - missing.seconds);
  return {
    ...drawGraph([...services, ...around], given, edgeSeconds),
    seconds,
    missing,
    truncated: rows.length > MOST_DEPENDENCIES,
  };
}

/** Of whole minutes that cover a range: since the system runs, and not longer than until now. */
function secondsOf(covered: TimeRange, range: TimeRange, seconds: number, now: bigint): number {
  const began = range.to - BigInt(Math.round(seconds * 1e9));
  const from = began > range.from ? began : covered.from;
  const latest = now > range.to ? now : range.to;
  const to = covered.to < latest ? covered.to : latest;
  return Number(to - from) / 1e9;
}
