import { formatDuration } from '../../../shared/format/duration.ts';
import { formatCount, formatPercent, formatRate } from '../../../shared/format/number.ts';
import { errorRate, type MapEdge, type MapNode } from './graph.ts';

interface Measured {
  readonly requests: number;
  readonly errors: number;
}

/** Requests as a rate; as a count while the length of the time range is unknown. */
export const rateOf = ({ requests }: Measured, lengthMs: number | undefined): string =>
  lengthMs === undefined ? formatCount(requests) : formatRate(requests, lengthMs);

/** Empty without errors: what is normal is not written on the map. */
export const errorsOf = (measured: Measured): string =>
  measured.errors === 0 ? '' : formatPercent(errorRate(measured));

export const latencyOf = (ms: number | null): string => (ms === null ? '–' : formatDuration(ms));

export const KIND_WORDS: Record<string, string> = {
  service: 'Service',
  database: 'Database',
  messaging: 'Messaging',
  external: 'External',
};

export const kindWord = (kind: string): string => KIND_WORDS[kind] ?? kind;

export const nameOf = ({ name, id }: Pick<MapNode, 'name' | 'id'>): string =>
  name === '' ? id : name;

/** With more edges than this, figures at all of them would be a thicket. */
export const MOST_LABELS = 36;

const THINNEST = 1.25;
const THICKEST = 5;

/** Width of an edge in pixels, by the logarithm of its requests. */
export function edgeWidth(requests: number, mostRequests: number): number {
  if (requests <= 0 || mostRequests <= 0) return THINNEST;
  const share = Math.log1p(requests) / Math.log1p(mostRequests);
  return Math.round((THINNEST + (THICKEST - THINNEST) * share ** 2) * 100) / 100;
}

const FULLY_RED_AT = 0.2;

/** How red an edge is, 0 to 1: the first errors are seen, a fifth of errors is as red as it gets. */
export function edgeRedness(edge: Measured): number {
  const rate = errorRate(edge);
  return rate === 0 ? 0 : Math.min(1, 0.4 + 0.6 * (rate / FULLY_RED_AT));
}

/** The small label of an edge. */
export const edgeLabel = (edge: MapEdge, lengthMs: number | undefined): string[] =>
  [rateOf(edge, lengthMs), errorsOf(edge), latencyOf(edge.p95Ms)].filter((part) => part !== '');
