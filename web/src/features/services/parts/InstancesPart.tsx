import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { showInstances } from '../../../shared/instances/registry.ts';
import { instancesQuery } from '../api/queries.ts';
import { InstanceTable, MOST_INSTANCES } from '../components/InstanceTable.tsx';
import { Nothing, Part } from '../components/Part.tsx';
import css from '../components/part.module.css';
import { asPart, type PartProps } from './ask.ts';

/** The registry knows of now, whatever the time that is looked at. */
export function InstancesPart({ asked, refreshMs }: PartProps) {
  const { service } = asked;
  const query = useQuery({ ...instancesQuery(service), ...asPart(refreshMs) });
  const here = showInstances(query.data?.instances ?? [], {});
  return (
    <Part
      title="Instances"
      beside={query.data && <span className={css['count']}>{here.length}</span>}
      more={
        <Link to="/instances" search={{ service }} className={css['moreLink']}>
          {here.length > MOST_INSTANCES ? `All ${here.length}` : 'All about them'}
        </Link>
      }
      query={query}
      hasData={query.data !== undefined}
      height={120}
      nothing={
        here.length === 0 ? (
          <Nothing>No agent of this service is connected now.</Nothing>
        ) : undefined
      }
    >
      <InstanceTable instances={here} />
    </Part>
  );
}
