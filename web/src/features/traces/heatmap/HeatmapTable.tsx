import { formatCount } from '../../../shared/format/number.ts';
import { ScrollRegion } from '../../../shared/ui/ScrollRegion.tsx';
import table from '../../../shared/ui/table.module.css';
import { describeCell } from './words.ts';
import type { Grid } from './geometry.ts';
import css from './heatmap.module.css';
import type { Cell } from './paint.ts';

const MOST_ROWS = 500;

/** The cells as numbers: newest first, and the slowest of each time. */
export function HeatmapTable({ grid, cells }: { grid: Grid; cells: readonly Cell[] }) {
  const sorted = cells.toSorted((a, b) => b.column - a.column || b.row - a.row);
  return (
    <ScrollRegion label="Latency over time, as a table" className={css['table']}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Duration</th>
            <th scope="col" className={table['number']}>
              Spans
            </th>
            <th scope="col" className={table['number']}>
              Errors
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, MOST_ROWS).map((cell) => {
            const { time, duration } = describeCell(grid, cell);
            return (
              <tr key={`${cell.column}/${cell.row}`}>
                <td>{time}</td>
                <td>{duration}</td>
                <td className={table['number']}>{formatCount(cell.spans)}</td>
                <td className={table['number']}>{formatCount(cell.errors)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {sorted.length > MOST_ROWS && (
        <p className={css['cut']}>
          The newest {formatCount(MOST_ROWS)} of {formatCount(sorted.length)} cells. A shorter time
          range shows the rest.
        </p>
      )}
    </ScrollRegion>
  );
}
