import type { Question } from '../question.ts';
import { differences } from './differences.ts';
import { heatmap } from './heatmap.ts';
import {
  failedAndSlow,
  missingAttribute,
  rareAttribute,
  rareService,
  usualAttribute,
} from './pages.ts';
import { serviceMap } from './service-map.ts';
import { servicesOfADay, servicesOfAnHour } from './services.ts';
import { traceById } from './trace-by-id.ts';

/** Questions that the table of spans itself answers. */
export const BY_SPANS: readonly Question[] = [
  traceById,
  failedAndSlow,
  rareService,
  rareAttribute,
  usualAttribute,
  missingAttribute,
  heatmap,
  differences,
];

export const QUESTIONS: readonly Question[] = [
  ...BY_SPANS,
  servicesOfAnHour,
  servicesOfADay,
  serviceMap,
];
