import { formatDuration } from '../../../shared/format/duration.ts';
import { formatPercent, formatRate } from '../../../shared/format/number.ts';
import type { MapEdge, MapNode } from './graph.ts';

type Measured = Pick<MapEdge, 'requestsPerSecond' | 'errors' | 'errorRate'>;

export const rateOf = ({ requestsPerSecond }: Pick<Measured, 'requestsPerSecond'>): string =>
  formatRate(requestsPerSecond, 1000);

/** Empty without errors: what is normal is not written on the map. */
export const errorsOf = ({ errorRate }: Pick<Measured, 'errorRate'>): string =>
  errorRate === null || errorRate === 0 ? '' : formatPercent(errorRate);

export const latencyOf = (ms: number | null): string => (ms === null ? '–' : formatDuration(ms));

/** The highest of several quantiles is a bound of theirs together, and is written as one. */
export const quantileOf = (of: MapNode | MapEdge, ms: number | null): string =>
  ms !== null && ('members' in of || 'parts' in of) ? `≤ ${latencyOf(ms)}` : latencyOf(ms);

export const KIND_WORDS: Record<string, string> = {
  service: 'Service',
  database: 'Database',
  messaging: 'Messaging',
  external: 'External',
  group: 'Group',
};

export const kindWord = (kind: string): string => KIND_WORDS[kind] ?? kind;

const EDGE_WORDS: Record<MapEdge['kind'], string> = {
  http: 'HTTP calls',
  rpc: 'RPC calls',
  messaging: 'Messages',
  database: 'Database calls',
  other: 'Calls',
};

export const edgeWords = (kind: MapEdge['kind']): string => EDGE_WORDS[kind];

export const nameOf = ({ name, id }: Pick<MapNode, 'name' | 'id'>): string =>
  name === '' ? id : name;

export const CHANGE_WORDS = { new: 'New', gone: 'Gone', changed: 'Changed' } as const;

/** With more edges than this, figures at all of them would be a thicket. */
export const MOST_LABELS = 36;

const THINNEST = 1.25;
const THICKEST = 5;

/** Width of an edge in quarters of a pixel, by the logarithm of its requests. */
export function edgeWidth(requests: number, mostRequests: number): number {
  if (requests <= 0 || mostRequests <= 0) return THINNEST;
  const share = Math.log1p(requests) / Math.log1p(mostRequests);
  return Math.round((THINNEST + (THICKEST - THINNEST) * share ** 2) * 4) / 4;
}

const FULLY_RED_AT = 0.2;

/**
 * How red an edge is, 0 to 1 in twenty steps: the first errors are seen, a fifth of errors is as red
 * as it gets.
 */
export function edgeRedness({ errorRate }: Pick<Measured, 'errorRate'>): number {
  if (errorRate === null || errorRate === 0) return 0;
  return Math.round(Math.min(1, 0.4 + 0.6 * (errorRate / FULLY_RED_AT)) * 20) / 20;
}

/** The small label of an edge: its figures, or how they have changed. */
export function edgeLabel(edge: MapEdge): string[] {
  if (edge.change === 'gone') return [CHANGE_WORDS.gone];
  if (edge.change === 'changed') return [edge.changeReason ?? CHANGE_WORDS.changed];
  const figures = [rateOf(edge), errorsOf(edge), quantileOf(edge, edge.p95Ms)];
  return [edge.change === 'new' ? CHANGE_WORDS.new : '', ...figures].filter((part) => part !== '');
}
