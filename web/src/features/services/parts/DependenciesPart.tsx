import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { neighboursQuery } from '../api/queries.ts';
import { DependencyTable } from '../components/DependencyTable.tsx';
import { Part } from '../components/Part.tsx';
import { dependenciesOf } from '../model/dependencies.ts';
import css from '../components/part.module.css';
import { asPart, type PartProps } from './ask.ts';

export function DependenciesPart({ asked, refreshMs }: PartProps) {
  const { service, scope } = asked;
  const query = useQuery({ ...neighboursQuery(asked), ...asPart(refreshMs) });
  const { data } = query;
  const { callers, callees } = useMemo(
    () => dependenciesOf(data ?? { nodes: [], edges: [] }, service),
    [data, service],
  );
  return (
    <Part
      title="Dependencies"
      more={
        <Link to="/map" search={{ focus: `service:${service}` }} className={css['moreLink']}>
          On the map
        </Link>
      }
      query={query}
      hasData={data !== undefined}
      height={260}
    >
      <DependencyTable
        title="Called by"
        of={callers}
        scope={scope}
        none="Nothing that sends telemetry calls it in this time."
      />
      <DependencyTable
        title="Calls"
        of={callees}
        scope={scope}
        none="It calls nothing in this time."
      />
      {data?.incomplete && <p className={css['note']}>{data.incomplete.reason}</p>}
    </Part>
  );
}
