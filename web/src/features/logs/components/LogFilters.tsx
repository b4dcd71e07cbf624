import { Select } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { SEVERITIES, severityLabel } from '../../../shared/severity.ts';
import { CommitInput, ServiceSelect } from '../../../shared/ui/FilterInputs.tsx';
import type { LogsSearch } from '../url.ts';

interface Props {
  filters: LogsSearch;
  change: (part: LogsSearch) => void;
}

const MINIMA = SEVERITIES.map(({ minimum, label }) => ({
  value: String(minimum),
  label: minimum === 21 ? 'FATAL' : `${label} and above`,
}));

export function LogFilters({ filters, change }: Props) {
  const minimum = filters.minSeverity;
  const choices =
    minimum === undefined || MINIMA.some(({ value }) => value === String(minimum))
      ? MINIMA
      : [...MINIMA, { value: String(minimum), label: `Severity ${minimum} and above` }];
  return (
    <>
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
        label="Text"
        placeholder="Text in the body"
        width={260}
        value={filters.text ?? ''}
        commit={(text) => change({ text: text || undefined })}
        icon={<IconSearch size={14} />}
        search
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

/** The filters that are set, in words, for when nothing matches. */
export function activeFilters(
  filters: LogsSearch,
  change: (part: LogsSearch) => void,
): { label: string; clear: () => void }[] {
  const active: { label: string; clear: () => void }[] = [];
  const add = (label: string, part: LogsSearch): void =>
    void active.push({ label, clear: () => change(part) });
  if (filters.service !== undefined) add(`service is ${filters.service}`, { service: undefined });
  if (filters.minSeverity !== undefined) {
    const label = severityLabel(filters.minSeverity, '');
    add(`severity is ${label} or above`, { minSeverity: undefined });
  }
  if (filters.text !== undefined) add(`body contains “${filters.text}”`, { text: undefined });
  if (filters.traceId !== undefined) add(`trace is ${filters.traceId}`, { traceId: undefined });
  if (filters.correlationId !== undefined) {
    add(`correlation is ${filters.correlationId}`, { correlationId: undefined });
  }
  return active;
}
