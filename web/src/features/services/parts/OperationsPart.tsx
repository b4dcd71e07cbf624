import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { operationsQuery } from '../api/queries.ts';
import { OperationsTable } from '../components/OperationsTable.tsx';
import { Nothing, Part } from '../components/Part.tsx';
import css from '../components/part.module.css';
import { asPart, type PartProps } from './ask.ts';

export function OperationsPart({ asked, refreshMs }: PartProps) {
  const search = useSearch({ from: '/services/$service' });
  const navigate = useNavigate({ from: '/services/$service' });
  const sort = search.operations ?? 'total';
  const query = useQuery({ ...operationsQuery(asked, sort), ...asPart(refreshMs) });
  const operations = query.data?.operations ?? [];
  return (
    <Part
      title="Operations"
      beside={
        query.data && (
          <span className={css['count']}>
            {operations.length}
            {query.data.truncated && ', and more'}
          </span>
        )
      }
      query={query}
      hasData={query.data !== undefined}
      height={220}
      nothing={
        operations.length === 0 ? (
          <Nothing>It answered no requests in this time, and began none.</Nothing>
        ) : undefined
      }
    >
      <OperationsTable
        operations={operations}
        service={asked.service}
        scope={asked.scope}
        sort={sort}
        sortBy={(chosen) =>
          void navigate({ search: (now) => ({ ...now, operations: chosen }), replace: true })
        }
      />
    </Part>
  );
}
