import { Link } from '@tanstack/react-router';
import type { Exemplar } from '../../../api/types.ts';
import { showValue } from '../../../shared/attributes.ts';
import { shortId } from '../../../shared/ids.ts';
import { ServiceLink } from '../../../shared/ui/ServiceLink.tsx';
import table from '../../../shared/ui/table.module.css';
import { ClockTime } from '../../../shared/ui/Time.tsx';

/** Measurements that were taken while one of the traces ran. */
export function ExemplarTable({ exemplars }: { exemplars: readonly Exemplar[] }) {
  return (
    <table className={table['table']} aria-label="Exemplars">
      <colgroup>
        <col style={{ width: 184 }} />
        <col style={{ width: '22%' }} />
        <col style={{ width: '26%' }} />
        <col style={{ width: 170 }} />
        <col style={{ width: 120 }} />
        <col />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Service</th>
          <th scope="col">Metric</th>
          <th scope="col" className={table['number']}>
            Value
          </th>
          <th scope="col">Trace</th>
          <th scope="col">Attributes</th>
        </tr>
      </thead>
      <tbody>
        {exemplars.map((exemplar, at) => (
          <tr key={`${exemplar.metric} ${exemplar.timeUnixNano} ${at}`} className={table['row']}>
            <td className="muted">
              <ClockTime nano={exemplar.timeUnixNano} />
            </td>
            <td>
              <span className={table['above']}>
                <ServiceLink service={exemplar.service} />
              </span>
            </td>
            <td title={exemplar.metric}>{exemplar.metric}</td>
            <td className={table['number']} title={String(exemplar.value)}>
              {String(exemplar.value)}
            </td>
            <td>
              <Link
                to="/traces/$traceId"
                params={{ traceId: exemplar.traceId }}
                search={{ span: exemplar.spanId }}
                className={`${table['cover']} mono`}
                title={exemplar.traceId}
              >
                {shortId(exemplar.traceId)}
              </Link>
            </td>
            <td className="mono">
              {Object.entries(exemplar.attributes)
                .map(([key, value]) => `${key}=${showValue(value)}`)
                .join(' ')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
