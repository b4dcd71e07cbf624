import { useMemo } from 'react';
import { TimeChart } from '../../../shared/chart/TimeChart.tsx';
import type { Pipeline } from '../api/queries.ts';
import { chartsOf } from '../model/charts.ts';
import css from '../pipeline.module.css';

export const CHART_HEIGHT = 150;

export function Charts({ pipeline }: { pipeline: Pipeline }) {
  const charts = useMemo(() => chartsOf(pipeline), [pipeline]);
  const { times, stepMs } = pipeline;
  const range = useMemo(
    () => ({ from: (times[0] ?? 0) - stepMs, to: times.at(-1) ?? 0 }),
    [times, stepMs],
  );
  return (
    <div className={css['charts']}>
      {charts.map(({ title, note, series, format, empty }) => (
        <section key={title} className={css['chart']}>
          <h3>
            {title}
            {note && <span className={css['chartNote']}>{note}</span>}
          </h3>
          <TimeChart
            label={title}
            series={series}
            range={range}
            format={format.value}
            axisFormat={format.axis}
            binary={format.binary ?? false}
            height={CHART_HEIGHT}
            empty={empty}
          />
        </section>
      ))}
    </div>
  );
}
