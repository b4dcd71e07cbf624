import {
  IconAlertTriangle,
  IconCheck,
  IconChevronRight,
  IconInfoCircle,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { LeftOutSummary } from '../model/left-out.ts';
import css from '../pipeline.module.css';

interface Props {
  name: string;
  /** What is done there. */
  does: string;
  /** Undefined: it is not known at present. */
  figure: string | undefined;
  unit: string;
  facts: readonly { readonly name: ReactNode; readonly value: ReactNode }[];
  leftOut: readonly LeftOutSummary[];
  /** In place of what was left out, when that is nothing. */
  nothing: string;
  /** How long the time is in which things were left out: `last 15 minutes`. */
  during: string;
  last?: boolean;
}

/** One stage of the way: how much there is now, how it goes, and what did not go on from here. */
export function Stage(props: Props) {
  const { name, does, figure, unit, facts, leftOut, nothing, during, last = false } = props;
  return (
    <li className={css['stage']}>
      <div className={css['stageHead']}>
        <h3>{name}</h3>
        <span className="faint">{does}</span>
      </div>
      <p className={css['figure']}>
        {figure === undefined ? (
          <span className={css['unknownFigure']}>not known at present</span>
        ) : (
          <>
            <strong>{figure}</strong> {unit}
          </>
        )}
      </p>
      <dl className={css['facts']}>
        {facts.map(({ name: factName, value }, index) => (
          <div key={index}>
            <dt>{factName}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className={css['leftOut']}>
        <h4>{during}</h4>
        <ul>
          {leftOut.length === 0 && (
            <li className={css['nothing']}>
              <IconCheck size={14} aria-hidden="true" />
              <span>{nothing}</span>
            </li>
          )}
          {leftOut.map(({ words, reasons, harmless }) => {
            const Icon = harmless ? IconInfoCircle : IconAlertTriangle;
            return (
              <li key={words} className={harmless ? css['note'] : css['warning']}>
                <Icon size={14} aria-hidden="true" />
                <span>
                  <strong>{words}</strong>
                  {reasons && <span className={css['reasons']}>: {reasons}</span>}
                </span>
              </li>
            );
          })}
        </ul>
      </div>
      {!last && (
        <IconChevronRight className={css['arrow']} size={20} stroke={2} aria-hidden="true" />
      )}
    </li>
  );
}
