import type { Questionable } from '@nunchi/store';
import { dependencies, MOST_DEPENDENCIES } from '@nunchi/store/queries/services/service-map';
import type { TimeRange } from '@nunchi/store/queries/time';
import type { Static } from 'typebox';
import { coveredSeconds, listServices } from '../services/service.ts';
import { compareGraphs } from './compare-graphs.ts';
import { neighbourhood } from './focus.ts';
import { drawGraph } from './graph.ts';
import type { ServiceMapReply } from './schema.ts';

type Reply = Static<typeof ServiceMapReply>;

export interface MapQuestion {
  readonly range: TimeRange;
  /** A range to compare with. */
  readonly before?: TimeRange | undefined;
  /** Id of a node: only what is at most `depth` calls away. */
  readonly focus?: string | undefined;
  readonly depth: number;
}

export async function getServiceMap(store: Questionable, question: MapQuestion): Promise<Reply> {
  const { range, before, focus, depth } = question;
  const [now, then] = await Promise.all([
    wholeMap(store, range),
    before && wholeMap(store, before),
  ]);
  const graph = then ? compareGraphs(then, now) : now;
  const { nodes, edges } = focus === undefined ? graph : neighbourhood(graph, focus, depth);
  return {
    seconds: now.seconds,
    nodes: [...nodes],
    edges: [...edges],
    truncated: now.truncated || (then?.truncated ?? false),
    incomplete: null,
  };
}

const UNSCOPED = { namespaces: [], environments: [] };

async function wholeMap(store: Questionable, range: TimeRange) {
  const [services, rows, seconds] = await Promise.all([
    listServices(store, range),
    dependencies(store, range),
    coveredSeconds(store, range),
  ]);
  const figures = services.map((service) => ({
    ...UNSCOPED,
    ...service,
    requestsPerSecond: service.requests / seconds,
  }));
  const graph = drawGraph(figures, rows.slice(0, MOST_DEPENDENCIES), seconds);
  return { ...graph, seconds, truncated: rows.length > MOST_DEPENDENCIES };
}
