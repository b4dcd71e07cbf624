import { queryOptions } from '@tanstack/react-query';
import { NewestElsewhere, NothingMatches } from '../../../shared/ui/States.tsx';
import type { Service } from '../api/queries.ts';
import type { Scope } from '../url.ts';
import { activeScope, NO_SCOPE } from './ScopeFilters.tsx';

interface Props {
  of: Service;
  scope: Scope;
  change: (part: Scope) => void;
}

/** A service that is known, but was not there in this time. */
export function QuietService({ of, scope, change }: Props) {
  const newest = queryOptions({
    queryKey: ['service', of.service, 'newest', of.lastSeenUnixNano],
    queryFn: (): string | null => of.lastSeenUnixNano,
  });
  return (
    <NothingMatches
      what={`records of ${of.service}`}
      filters={activeScope(scope, change)}
      clearAll={() => change(NO_SCOPE)}
      newest={<NewestElsewhere query={newest} />}
    />
  );
}
