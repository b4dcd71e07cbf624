import { IconCircuitSwitchOpen } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { summarizeBreakers } from '../../../shared/instances/breakers.ts';
import type { Instance } from '../../../shared/instances/registry.ts';
import { StatusMark } from '../../../shared/instances/StatusMark.tsx';
import table from '../../../shared/ui/table.module.css';
import { RelativeTime } from '../../../shared/ui/Time.tsx';
import css from './instance-table.module.css';

export const MOST_INSTANCES = 8;

/** What needs somebody first; all of them are on a page of their own. */
export function InstanceTable({ instances }: { instances: readonly Instance[] }) {
  return (
    <table className={table['table']} aria-label="Instances">
      <colgroup>
        <col />
        <col className={css['versionColumn']} />
        <col className={css['statusColumn']} />
        <col className={css['seenColumn']} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Instance</th>
          <th scope="col">Version</th>
          <th scope="col">Status</th>
          <th scope="col">Heartbeat</th>
        </tr>
      </thead>
      <tbody>
        {instances.slice(0, MOST_INSTANCES).map((instance) => {
          const breakers = summarizeBreakers(instance.breakers);
          return (
            <tr key={instance.instanceUid} className={table['row']}>
              <td>
                <Link
                  to="/instances/$instanceUid"
                  params={{ instanceUid: instance.instanceUid }}
                  className={`${table['cover']} ${css['name']}`}
                  title={instance.instance}
                >
                  <span className="cut mono">{instance.instance}</span>
                  {breakers?.alarming && (
                    <span className={css['breakers']} title={`Breakers: ${breakers.words}`}>
                      <IconCircuitSwitchOpen size={15} aria-hidden="true" />
                      <span className="sr-only">, breakers: {breakers.words}</span>
                    </span>
                  )}
                </Link>
              </td>
              <td title={instance.version}>
                {instance.version || <span className="faint">–</span>}
              </td>
              <td>
                <StatusMark status={instance.status} />
              </td>
              <td>
                <RelativeTime nano={instance.lastSeenUnixNano} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
