import { Link } from '@tanstack/react-router';
import { summarizeBreakers } from '../../../shared/instances/breakers.ts';
import { StatusMark } from '../../../shared/instances/StatusMark.tsx';
import { ServiceName } from '../../../shared/ui/ServiceName.tsx';
import table from '../../../shared/ui/table.module.css';
import { RelativeTime } from '../../../shared/ui/Time.tsx';
import type { Instance } from '../api/queries.ts';
import { explainConfig } from '../model/instances.ts';
import css from '../instances.module.css';
import { ConfigBadge } from './ConfigBadge.tsx';

export function InstancesTable({ instances }: { instances: readonly Instance[] }) {
  return (
    <table className={table['table']} aria-label="Instances">
      <colgroup>
        <col style={{ width: '17%' }} />
        <col />
        <col style={{ width: '10%' }} />
        <col style={{ width: '11%' }} />
        <col style={{ width: '108px' }} />
        <col style={{ width: '112px' }} />
        <col style={{ width: '15%' }} />
        <col style={{ width: '140px' }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Service</th>
          <th scope="col">Instance</th>
          <th scope="col">Version</th>
          <th scope="col">Environment</th>
          <th scope="col">Status</th>
          <th scope="col">Last heartbeat</th>
          <th scope="col">Breakers</th>
          <th scope="col">Configuration</th>
        </tr>
      </thead>
      <tbody>
        {instances.map((instance) => (
          <tr key={instance.instanceUid} className={table['row']}>
            <td>
              <Link
                to="/instances/$instanceUid"
                params={{ instanceUid: instance.instanceUid }}
                className={table['cover']}
              >
                <ServiceName service={instance.service} />
                <span className="sr-only">, instance {instance.instance}</span>
              </Link>
            </td>
            <td className="mono" title={instance.instance}>
              {instance.instance}
            </td>
            <td title={instance.version}>{instance.version || <Nothing />}</td>
            <td title={instance.environment}>{instance.environment || <Nothing />}</td>
            <td>
              <StatusMark status={instance.status} />
            </td>
            <td>
              <RelativeTime nano={instance.lastSeenUnixNano} />
            </td>
            <td>
              <Breakers instance={instance} />
            </td>
            <td title={explainConfig(instance)}>
              <ConfigBadge status={instance.configStatus} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Nothing() {
  return <span className="faint">–</span>;
}

function Breakers({ instance }: { instance: Instance }) {
  const summary = summarizeBreakers(instance.breakers);
  if (!summary) return <Nothing />;
  return <span className={summary.alarming ? css['alarming'] : 'muted'}>{summary.words}</span>;
}
