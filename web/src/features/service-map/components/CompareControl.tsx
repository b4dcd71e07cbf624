import { Select } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { describeRange, parseRange } from '../../../shared/time/range.ts';
import { useTimeRange } from '../../../shared/time/useTimeRange.ts';
import { CommitInput } from '../../../shared/ui/FilterInputs.tsx';
import { COMPARISON_WORDS, COMPARISONS, rangeBefore } from '../model/compare.ts';
import type { MapSearch } from '../url.ts';

interface Props {
  search: MapSearch;
  change: (part: MapSearch) => void;
}

/** Which other time range the map is compared with. */
export function CompareControl({ search, change }: Props) {
  const { range } = useTimeRange();
  const choices = COMPARISONS.map((value) => ({
    value,
    label: COMPARISON_WORDS[value],
    // A range that overlaps the one it is compared with would be compared with itself.
    disabled: value !== 'custom' && rangeBefore(range, value, Date.now()) === undefined,
  }));
  const choose = (chosen: string | null): void => {
    const comparison = COMPARISONS.find((each) => each === chosen);
    const first = comparison === 'custom' ? rangeBefore(range, 'before', Date.now()) : undefined;
    change({ compare: comparison, beforeFrom: first?.from, beforeTo: first?.to });
  };
  return (
    <>
      <Select
        size="xs"
        w={214}
        placeholder="Compare with another time"
        aria-label="Compare with"
        data={choices}
        value={search.compare ?? null}
        onChange={choose}
        leftSection={<IconHistory size={14} />}
        clearable
        comboboxProps={{ width: 214, position: 'bottom-start' }}
      />
      {search.compare === 'custom' && (
        <CommitInput
          value={[search.beforeFrom, search.beforeTo]
            .filter((end) => end !== undefined)
            .join(' to ')}
          commit={(text) => {
            const other = parseRange(text);
            if (!other) return 'Try “now-2h to now-1h”, or two times with “to” between them.';
            change({ beforeFrom: other.from, beforeTo: other.to });
          }}
          label="Time range to compare with"
          placeholder="now-2h to now-1h"
          width={230}
        />
      )}
    </>
  );
}

/** The two ranges in words, for the list of what is different. */
export function rangesInWords(search: MapSearch, range: { from: string; to: string }): string {
  const { compare, beforeFrom, beforeTo } = search;
  const before =
    compare === undefined
      ? ''
      : compare !== 'custom'
        ? COMPARISON_WORDS[compare].toLowerCase()
        : describeRange({ from: beforeFrom ?? '', to: beforeTo ?? '' });
  return `${describeRange(range)}, compared with ${before}`;
}
