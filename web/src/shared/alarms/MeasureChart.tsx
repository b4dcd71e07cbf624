import { useCallback, useMemo } from 'react';
import type { AlarmRule } from '../../api/types.ts';
import { TimeChart } from '../chart/TimeChart.tsx';
import { operatorWords } from './condition.ts';
import { formatLimit, measureFormat, measureName } from './measures.ts';
import { previewLines, type PreviewSeries } from './preview.ts';

interface Props {
  rule: AlarmRule;
  series: readonly PreviewSeries[];
  range: { readonly from: number; readonly to: number };
  height?: number;
}

/** What a rule measures over time, its limit, and when it would have been firing. */
export function MeasureChart({ rule, series, range, height = 200 }: Props) {
  const { condition } = rule;
  const lines = useMemo(() => previewLines(series), [series]);
  const bands = useMemo(() => series.flatMap(({ firing }) => firing), [series]);
  const threshold = condition.kind === 'threshold' ? condition : undefined;
  const measure = threshold?.measure;
  const axisFormat = useCallback(
    (value: number) => (measure === undefined ? presence(value) : formatLimit(measure, value)),
    [measure],
  );
  return (
    <TimeChart
      label={
        threshold
          ? `${measureName(threshold.measure)} of ${threshold.query || 'all traffic'}`
          : 'Whether something was there'
      }
      series={lines}
      range={range}
      format={threshold ? measureFormat(threshold.measure) : presence}
      axisFormat={axisFormat}
      threshold={
        threshold && {
          value: threshold.value,
          words: `${operatorWords(threshold.op)} ${formatLimit(threshold.measure, threshold.value)}`,
        }
      }
      bands={bands}
      bandWord="firing"
      height={height}
      empty="Nothing was measured in this time."
    />
  );
}

/** Of an absent rule: 1 is there, 0 is not. */
const presence = (value: number): string => (value === 1 ? 'there' : value === 0 ? 'absent' : '');
