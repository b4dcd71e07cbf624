import { Select } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ApiError } from '../../../api/problem.ts';
import { servicesQuery } from '../../../api/services.ts';
import { conditionsOf, printConditions } from '../../../shared/query/conditions.ts';
import { QueryBox } from '../../../shared/query/QueryBox.tsx';
import type { Suggestions } from '../../../shared/query/suggestions.ts';
import { SEVERITIES, severityLabel } from '../../../shared/severity.ts';
import { useTimeRange } from '../../../shared/time/useTimeRange.ts';
import { CommitInput, ServiceSelect } from '../../../shared/ui/FilterInputs.tsx';
import css from '../logs.module.css';
import type { LogsSearch } from '../url.ts';

interface Props {
  filters: LogsSearch;
  change: (part: LogsSearch) => void;
  /** The server's answer to the filters, if it was no good one. */
  refused: ApiError | undefined;
}

const MINIMA = SEVERITIES.map(({ minimum, label }) => ({
  value: String(minimum),
  label: minimum === 21 ? 'FATAL' : `${label} and above`,
}));

export function LogFilters({ filters, change, refused }: Props) {
  const suggestions = useSuggestions();
  const minimum = filters.minSeverity;
  const choices =
    minimum === undefined || MINIMA.some(({ value }) => value === String(minimum))
      ? MINIMA
      : [...MINIMA, { value: String(minimum), label: `Severity ${minimum} and above` }];
  return (
    <>
      <div className={css['search']}>
        <QueryBox
          signal="logs"
          label="Search log records"
          placeholder={'severity:error "connection refused" user.id:42'}
          value={filters.q ?? ''}
          run={(q) => change({ q: q || undefined })}
          refused={refused}
          suggestions={suggestions}
        />
      </div>
      <ServiceSelect value={filters.service} change={(service) => change({ service })} />
      <Select
        size="xs"
        w={164}
        placeholder="Any severity"
        aria-label="Minimum severity"
        data={choices}
        value={minimum === undefined ? null : String(minimum)}
        onChange={(chosen) => change({ minSeverity: chosen === null ? undefined : Number(chosen) })}
        clearable
      />
      <CommitInput
        label="Trace id"
        placeholder="Trace id"
        width={180}
        value={filters.traceId ?? ''}
        commit={(traceId) => {
          if (traceId !== '' && !/^[0-9a-f]{32}$/i.test(traceId)) {
            return 'A trace id has 32 hexadecimal digits';
          }
          return change({ traceId: traceId || undefined });
        }}
      />
      <CommitInput
        label="Correlation id"
        placeholder="Correlation id"
        width={180}
        value={filters.correlationId ?? ''}
        commit={(correlationId) => change({ correlationId: correlationId || undefined })}
      />
    </>
  );
}

/** Of values, those of services are known; fields are the columns that every record has. */
function useSuggestions(): Suggestions {
  const client = useQueryClient();
  const { range } = useTimeRange();
  const { from, to } = range;
  return useMemo(
    () => ({
      fields: async () => [],
      values: async (field) => {
        if (field !== 'service') return [];
        const { services } = await client.fetchQuery(servicesQuery({ from, to }));
        return services.map(({ service }) => ({ text: service }));
      },
    }),
    [client, from, to],
  );
}

/** The filters that are set, in words, for when nothing matches. */
export function activeFilters(
  filters: LogsSearch,
  change: (part: LogsSearch) => void,
): { label: string; clear: () => void }[] {
  const active: { label: string; clear: () => void }[] = [];
  const add = (label: string, part: LogsSearch): void =>
    void active.push({ label, clear: () => change(part) });
  const conditions = conditionsOf(filters.q ?? '', 'logs') ?? [];
  for (const [index, condition] of conditions.entries()) {
    const others = printConditions(conditions.toSpliced(index, 1));
    add(printConditions([condition]), { q: others || undefined });
  }
  if (filters.service !== undefined) add(`service is ${filters.service}`, { service: undefined });
  if (filters.minSeverity !== undefined) {
    const label = severityLabel(filters.minSeverity, '');
    add(`severity is ${label} or above`, { minSeverity: undefined });
  }
  if (filters.traceId !== undefined) add(`trace is ${filters.traceId}`, { traceId: undefined });
  if (filters.correlationId !== undefined) {
    add(`correlation is ${filters.correlationId}`, { correlationId: undefined });
  }
  return active;
}
