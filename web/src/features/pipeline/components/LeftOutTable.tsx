import { formatCount } from '../../../shared/format/number.ts';
import table from '../../../shared/ui/table.module.css';
import type { LeftOut, Stage } from '../model/left-out.ts';
import css from '../pipeline.module.css';

const STAGES: Readonly<Record<Stage, string>> = {
  received: 'Received',
  decoded: 'Decoded',
  journal: 'Journal',
  store: 'Store',
};

/** Every kind of loss with its number: what the cards above sum up. */
export function LeftOutTable({ leftOut }: { leftOut: readonly LeftOut[] }) {
  if (leftOut.length === 0) return undefined;
  return (
    <section className={css['list']}>
      <h3>Everything that was left out, or came twice</h3>
      <table className={table['table']} aria-label="Left out">
        <colgroup>
          <col style={{ width: 120 }} />
          <col style={{ width: 190 }} />
          <col style={{ width: 110 }} />
          <col />
          <col style={{ width: 120 }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">At</th>
            <th scope="col">What</th>
            <th scope="col">Signal</th>
            <th scope="col">Why</th>
            <th scope="col" className={table['number']}>
              How many
            </th>
          </tr>
        </thead>
        <tbody>
          {leftOut.map(({ stage, what, signal, reason, total }) => (
            <tr key={`${stage} ${what} ${signal} ${reason}`}>
              <td>{STAGES[stage]}</td>
              <td>{what}</td>
              <td>{signal || <span className="faint">–</span>}</td>
              <td title={reason}>{reason}</td>
              <td className={table['number']}>{formatCount(Math.round(total))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
