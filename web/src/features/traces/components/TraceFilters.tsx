import { Pill, Select } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { formatDuration, parseDuration } from '../../../shared/format/duration.ts';
import { CommitInput, ServiceSelect } from '../../../shared/ui/FilterInputs.tsx';
import type { TracesSearch } from '../url.ts';

interface Props {
  filters: TracesSearch;
  change: (part: TracesSearch) => void;
}

const STATUSES = [
  { value: 'error', label: 'Error' },
  { value: 'ok', label: 'Ok' },
  { value: 'unset', label: 'Unset' },
];

export function TraceFilters({ filters, change }: Props) {
  const attributes = filters.attribute ?? [];
  return (
    <>
      <ServiceSelect value={filters.service} change={(service) => change({ service })} />
      <CommitInput
        label="Span name"
        placeholder="Span name, exactly"
        width={220}
        value={filters.name ?? ''}
        commit={(name) => change({ name: name || undefined })}
        icon={<IconSearch size={14} />}
        search
      />
      <Select
        size="xs"
        w={124}
        placeholder="Any status"
        aria-label="Status"
        data={STATUSES}
        value={filters.status ?? null}
        onChange={(status) => change({ status: (status ?? undefined) as TracesSearch['status'] })}
        clearable
      />
      <CommitInput
        label="Minimum duration"
        placeholder="Slower than, 250ms"
        width={150}
        value={filters.minDurationMs === undefined ? '' : formatMinimum(filters.minDurationMs)}
        commit={(text) => {
          const minDurationMs = text === '' ? undefined : parseDuration(text);
          if (text !== '' && minDurationMs === undefined) return 'A duration, like 250ms or 1.5s';
          return change({ minDurationMs: minDurationMs || undefined });
        }}
      />
      <CommitInput
        // A new box after every chip, empty again.
        key={attributes.length}
        label="Attribute"
        placeholder="key=value"
        width={200}
        value=""
        commit={(text) => {
          if (text === '') return;
          if (!/^[^=]+=/.test(text)) return 'An attribute and its value, like http.route=/pay';
          if (!attributes.includes(text)) change({ attribute: [...attributes, text] });
        }}
      />
      {attributes.map((attribute) => (
        <Pill
          key={attribute}
          withRemoveButton
          removeButtonProps={{ 'aria-label': `Remove ${attribute}`, 'aria-hidden': false }}
          onRemove={() => change({ attribute: attributes.filter((each) => each !== attribute) })}
          maw={320}
          className="mono"
          title={attribute}
        >
          {attribute}
        </Pill>
      ))}
    </>
  );
}

/** As one would type it, and exactly the value. */
const formatMinimum = (ms: number): string =>
  ms >= 1000 && ms % 100 === 0 ? `${ms / 1000}s` : `${ms}ms`;

/** The filters that are set, in words, for when nothing matches. */
export function activeFilters(
  filters: TracesSearch,
  change: (part: TracesSearch) => void,
): { label: string; clear: () => void }[] {
  const active: { label: string; clear: () => void }[] = [];
  const add = (label: string, part: TracesSearch): void =>
    void active.push({ label, clear: () => change(part) });
  if (filters.service !== undefined) add(`service is ${filters.service}`, { service: undefined });
  if (filters.name !== undefined) add(`span is named “${filters.name}”`, { name: undefined });
  if (filters.status !== undefined) add(`status is ${filters.status}`, { status: undefined });
  if (filters.minDurationMs !== undefined) {
    add(`at least ${formatDuration(filters.minDurationMs)}`, { minDurationMs: undefined });
  }
  for (const attribute of filters.attribute ?? []) {
    add(attribute, { attribute: filters.attribute?.filter((each) => each !== attribute) });
  }
  return active;
}
