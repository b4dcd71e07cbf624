import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { previewQuery } from '../../api/control-loop.ts';
import { ApiError } from '../../api/problem.ts';
import type { AlarmRule } from '../../api/types.ts';
import type { PreviewSeries } from '../../shared/alarms/preview.ts';
import { readDraft, type Draft } from './model/draft.ts';
import { fieldAt } from './model/problem.ts';

const PAUSE_MS = 450;

/** What the server says of a rule. Epoch milliseconds. */
interface Previewed {
  readonly from: number;
  readonly to: number;
  readonly series: readonly PreviewSeries[];
  readonly truncated: boolean;
  /** Why rules of this kind cannot be previewed. */
  readonly unavailable: string | null;
}

export interface PreviewState {
  /** What was previewed: the newest that could be read. */
  readonly rule: AlarmRule | undefined;
  readonly data: Previewed | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  /** What the server says about the query, when that is what it does not understand. */
  readonly queryProblem: ApiError | undefined;
}

/** Only what decides when a rule fires: a name that is being typed asks nothing. */
function whatFires(draft: Draft): Draft {
  return { ...draft, name: 'preview', labels: [], annotations: [], channels: [], actions: [] };
}

/** When the rule in the form would have fired, asked a moment after the last change. */
export function useRulePreview(draft: Draft): PreviewState {
  const [settled] = useDebouncedValue(draft, PAUSE_MS);
  const rule = useMemo(() => {
    const read = readDraft(whatFires(settled));
    return read.ok ? read.rule : undefined;
  }, [settled]);
  const query = useQuery({ ...previewQuery(rule), placeholderData: keepPreviousData });
  const { error } = query;
  const known = error instanceof ApiError ? error : undefined;
  return {
    rule,
    data: query.isError ? undefined : query.data,
    error,
    loading: query.isFetching,
    queryProblem: fieldAt(known?.pointer) === 'query' ? known : undefined,
  };
}
