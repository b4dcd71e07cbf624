import type { Change } from '../model/compare.ts';
import css from './change-mark.module.css';

/** Beside a value that is not as usual. */
export function ChangeMark({ change }: { change: Change | undefined }) {
  if (change === undefined) return undefined;
  return (
    <span className={`${css['change']} ${css[change.tone]}`} title={change.usual}>
      {change.words}
    </span>
  );
}
