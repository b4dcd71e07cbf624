import { Select } from '@mantine/core';
import type { Scope } from '../url.ts';

interface Choices {
  readonly namespaces: readonly string[];
  readonly environments: readonly string[];
  readonly versions: readonly string[];
}

interface Props {
  scope: Scope;
  /** What there is to choose from: of each service. */
  of: readonly Choices[];
  change: (part: Scope) => void;
}

const FILTERS = [
  { key: 'namespace', all: 'namespaces', label: 'Namespace' },
  { key: 'environment', all: 'environments', label: 'Environment' },
  { key: 'version', all: 'versions', label: 'Version' },
] as const;

export function ScopeFilters({ scope, of, change }: Props) {
  return FILTERS.map(({ key, all, label }) => {
    const chosen = scope[key];
    const values = new Set(of.flatMap((each) => each[all]).filter((value) => value !== ''));
    // What the address says is shown, be it there or not.
    if (chosen !== undefined) values.add(chosen);
    if (values.size === 0) return undefined;
    return (
      <Select
        key={key}
        size="xs"
        w={170}
        placeholder={`Any ${label.toLowerCase()}`}
        aria-label={label}
        data={[...values].sort()}
        value={chosen ?? null}
        onChange={(value) => change({ [key]: value ?? undefined })}
        searchable
        clearable
        limit={200}
        comboboxProps={{ width: 240, position: 'bottom-start' }}
      />
    );
  });
}

/** The filters that are set, in words, and how to take each away. */
export const activeScope = (scope: Scope, change: (part: Scope) => void) =>
  FILTERS.flatMap(({ key, label }) =>
    scope[key] === undefined
      ? []
      : [
          {
            label: `${label.toLowerCase()} is ${scope[key]}`,
            clear: () => change({ [key]: undefined }),
          },
        ],
  );

export const NO_SCOPE: Scope = {
  namespace: undefined,
  environment: undefined,
  version: undefined,
};
