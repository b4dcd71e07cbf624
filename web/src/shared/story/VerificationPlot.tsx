import { measureFormat, measureName } from '../alarms/measures.ts';
import { spanWords } from '../alarms/spans.ts';
import { Badge } from './Badge.tsx';
import type { VerificationShape } from './bodies.ts';
import { verdictWording } from './outcomes.ts';
import { stripPlot } from './strip.ts';
import css from './story.module.css';

const WIDTH = 300;
const ROW = 26;
const EDGE = 6;

/** The measure before and after an action: every sample a dot, the median a bar. */
export function VerificationPlot({ verification }: { verification: VerificationShape }) {
  const { before, after, measure, query, pValue, effectSize } = verification;
  const format = measureFormat(measure);
  const { rows, high } = stripPlot([before, after]);
  const medians = [before, after].map(({ median }) => (median === null ? '–' : format(median)));
  const x = (share: number): number => EDGE + share * (WIDTH - 2 * EDGE);
  return (
    <div className={css['verification']}>
      <div className={css['verdict']}>
        <Badge {...verdictWording(verification.verdict)} />
        <span className="muted">
          {measureName(measure)} of <span className="mono">{query || 'all traffic'}</span>
        </span>
      </div>
      <div className={css['strip']}>
        <div className={css['stripNames']}>
          {[before, after].map((set, index) => (
            <span key={set.from}>
              {index === 0 ? 'Before' : 'After'}
              <span className="faint"> {spanWords(set.to - set.from)}</span>
            </span>
          ))}
        </div>
        <svg
          width={WIDTH}
          height={ROW * 2}
          role="img"
          aria-label={`Median before ${medians[0]}, after ${medians[1]}`}
        >
          {rows.map((row, index) => {
            const y = ROW * index + ROW / 2;
            return (
              <g
                key={index === 0 ? 'before' : 'after'}
                className={index === 0 ? css['before'] : css['after']}
              >
                <line x1={EDGE} x2={WIDTH - EDGE} y1={y} y2={y} className={css['stripLine']} />
                {row.dots.map((dot, at) => (
                  <circle
                    // Dots have no identity but their place.
                    // oxlint-disable-next-line react/no-array-index-key
                    key={at}
                    cx={x(dot.x)}
                    cy={y + dot.lift * 7}
                    r={2.6}
                  />
                ))}
                {row.median !== undefined && (
                  <line
                    x1={x(row.median)}
                    x2={x(row.median)}
                    y1={y - 10}
                    y2={y + 10}
                    className={css['median']}
                  />
                )}
              </g>
            );
          })}
        </svg>
        <div className={css['stripMedians']}>
          {medians.map((median, index) => (
            <strong key={index === 0 ? 'before' : 'after'}>{median}</strong>
          ))}
        </div>
      </div>
      <p className={css['stripScale']}>
        <span>0</span>
        <span>dots: samples, bar: median</span>
        <span>{format(high)}</span>
      </p>
      <p className="faint">
        {pValue === null ? 'no p-value' : `p ${pValueWords(pValue)}`} (Mann-Whitney U)
        {effectSize !== null && <> · effect size {effectSize.toFixed(2)} (Cliff’s delta)</>}
      </p>
    </div>
  );
}

/** `< 0.001`, `= 0.03`: as statistics are written. */
export const pValueWords = (p: number): string =>
  p < 0.001 ? '< 0.001' : `= ${p.toFixed(p < 0.01 ? 3 : 2)}`;
