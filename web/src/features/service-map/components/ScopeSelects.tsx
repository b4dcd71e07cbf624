import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { servicesQuery } from '../../../api/services.ts';
import { useTimeRange } from '../../../shared/time/useTimeRange.ts';
import { choicesOf, SCOPE_WORDS, SCOPES } from '../model/scope.ts';
import type { MapSearch } from '../url.ts';

interface Props {
  search: MapSearch;
  change: (part: MapSearch) => void;
}

/** Narrows the map to a namespace, an environment and a version, of those that there are. */
export function ScopeSelects({ search, change }: Props) {
  const { range } = useTimeRange();
  // Asked for only when somebody wants to choose.
  const [wanted, setWanted] = useState(false);
  const { data, isPending } = useQuery({ ...servicesQuery(range), enabled: wanted });
  return SCOPES.map((scope) => {
    const { one, attribute } = SCOPE_WORDS[scope];
    return (
      <Select
        key={scope}
        size="xs"
        w={158}
        placeholder={`Any ${one}`}
        aria-label={one[0]!.toUpperCase() + one.slice(1)}
        data={choicesOf(scope, data?.services ?? [], search[scope])}
        value={search[scope] ?? null}
        onChange={(chosen) => change({ [scope]: chosen ?? undefined })}
        onDropdownOpen={() => setWanted(true)}
        searchable
        clearable
        limit={200}
        nothingFoundMessage={isPending ? 'Loading…' : `No service has a ${attribute} like this`}
        comboboxProps={{ width: 260, position: 'bottom-start' }}
      />
    );
  });
}
