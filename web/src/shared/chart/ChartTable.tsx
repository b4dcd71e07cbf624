import type { AlignedSeries, ChartSeries } from './align.ts';
import { ScrollRegion } from '../ui/ScrollRegion.tsx';
import table from '../ui/table.module.css';
import css from './chart.module.css';

interface Props {
  label: string;
  series: readonly ChartSeries[];
  aligned: AlignedSeries;
  format: (value: number) => string;
}

/** The numbers behind the lines, newest first. */
export function ChartTable({ label, series, aligned, format }: Props) {
  const [first = 0] = aligned.times;
  const dated =
    new Date(first).toDateString() !== new Date(aligned.times.at(-1) ?? 0).toDateString();
  const newestFirst = aligned.times.map((time, index) => ({ time, index })).reverse();
  return (
    <ScrollRegion label={`${label}, as a table`} className={css['table']}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {series.map(({ name }) => (
              <th key={name} scope="col" className={table['number']}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {newestFirst.map(({ time, index }) => (
            <tr key={time}>
              <td>
                {dated
                  ? new Date(time).toLocaleString('en-GB')
                  : new Date(time).toLocaleTimeString('en-GB')}
              </td>
              {aligned.values.map((line, at) => {
                const value = line[index] ?? null;
                return (
                  <td key={series[at]?.name} className={table['number']}>
                    {value === null ? '–' : format(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
