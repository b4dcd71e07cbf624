import { IconDatabase, IconMail, IconWorld } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatDuration } from '../../../shared/format/duration.ts';
import { countOf, formatPercent, formatRate } from '../../../shared/format/number.ts';
import marks from '../../../shared/ui/marks.module.css';
import { ServiceName } from '../../../shared/ui/ServiceName.tsx';
import table from '../../../shared/ui/table.module.css';
import type { MapNode } from '../api/queries.ts';
import type { Dependency } from '../model/dependencies.ts';
import type { Scope } from '../url.ts';
import css from './dependencies.module.css';
import { Nothing } from './Part.tsx';
import part from './part.module.css';

interface Props {
  title: string;
  of: readonly Dependency[];
  scope: Scope;
  /** Where there is none. */
  none: string;
}

export function DependencyTable({ title, of, scope, none }: Props) {
  return (
    <>
      <h3 className={css['direction']}>
        {title} <span className={part['count']}>{of.length}</span>
      </h3>
      {of.length === 0 ? (
        <Nothing>{none}</Nothing>
      ) : (
        <table className={table['table']} aria-label={title}>
          <colgroup>
            <col />
            <col className={css['rateColumn']} />
            <col className={css['errorColumn']} />
            <col className={css['latencyColumn']} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col" className={table['number']}>
                Requests
              </th>
              <th scope="col" className={table['number']}>
                Errors
              </th>
              <th scope="col" className={table['number']}>
                p95
              </th>
            </tr>
          </thead>
          <tbody>
            {of.map(({ edge, other }) => (
              <tr key={`${edge.source} ${edge.target} ${edge.kind}`} className={table['row']}>
                <td>
                  <Neighbour of={other} scope={scope} />
                </td>
                <td className={table['number']} title={countOf(edge.requests, 'request')}>
                  {formatRate(edge.requestsPerSecond, 1000)}
                </td>
                <td className={table['number']} title={countOf(edge.errors, 'failed request')}>
                  <span className={edge.errors > 0 ? marks['bad'] : 'faint'}>
                    {formatPercent(edge.errorRate ?? 0)}
                  </span>
                </td>
                <td className={table['number']}>
                  {edge.p95Ms === null ? '–' : formatDuration(edge.p95Ms)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

const ICONS: Record<string, typeof IconWorld> = {
  database: IconDatabase,
  messaging: IconMail,
  external: IconWorld,
};

/** A service leads to its page; what is not one has its details on the map. */
function Neighbour({ of, scope }: { of: MapNode; scope: Scope }): ReactNode {
  if (of.kind === 'service' && of.service) {
    const { namespace, environment } = scope;
    return (
      <Link
        to="/services/$service"
        params={{ service: of.service }}
        // Its versions are its own.
        search={{ namespace, environment }}
        className={table['cover']}
      >
        <ServiceName service={of.service} />
      </Link>
    );
  }
  const Icon = ICONS[of.kind] ?? IconWorld;
  const name = of.name === '' ? of.id : of.name;
  return (
    <Link
      to="/map"
      search={{ focus: of.id, selected: of.id }}
      className={`${table['cover']} ${css['other']}`}
      title={[of.kind, of.system, name].filter(Boolean).join(' · ')}
    >
      <Icon size={13} aria-hidden="true" />
      <span className="cut">{name}</span>
      <span className="sr-only">, {of.kind}</span>
    </Link>
  );
}
