import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { LIVE_MS } from '../../../api/control-loop.ts';
import { untilAnswered } from '../../../api/recover.ts';
import { instancesQuery } from '../api/queries.ts';
import { showInstances } from '../../../shared/instances/registry.ts';
import { explainConfig } from '../model/instances.ts';
import css from '../instances.module.css';
import { ConfigBadge } from './ConfigBadge.tsx';
import { StatusMark } from '../../../shared/instances/StatusMark.tsx';

/** Which instances of a service have what is wanted of them, as they report it. */
export function Uptake({ service }: { service: string }) {
  const query = useQuery({ ...instancesQuery, refetchInterval: untilAnswered(LIVE_MS) });
  const here = showInstances(query.data?.instances ?? [], { service });
  return (
    <section className={css['uptake']}>
      <h2>Its instances</h2>
      {query.data && here.length === 0 && (
        <p className="faint">
          None is running under the agent now. Those that start will get this configuration.
        </p>
      )}
      <ul>
        {here.map((instance) => (
          <li key={instance.instanceUid}>
            <div>
              <Link
                to="/instances/$instanceUid"
                params={{ instanceUid: instance.instanceUid }}
                className="mono cut"
              >
                {instance.instance}
              </Link>
              <StatusMark status={instance.status} />
              <ConfigBadge status={instance.configStatus} />
            </div>
            {instance.configStatus === 'failed' && (
              <p className={css['failed']}>{explainConfig(instance)}</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
