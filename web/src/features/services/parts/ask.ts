import { keepPreviousData } from '@tanstack/react-query';
import { untilAnswered } from '../../../api/recover.ts';
import type { Asked } from '../api/queries.ts';

/** What every part of the page is given. */
export interface PartProps {
  readonly asked: Asked;
  /** For `refetchInterval`. */
  readonly refreshMs: number | false;
}

/** The same for all parts: what was there stays until the new answer comes. */
export const asPart = (refreshMs: number | false) =>
  ({ placeholderData: keepPreviousData, refetchInterval: untilAnswered(refreshMs) }) as const;
