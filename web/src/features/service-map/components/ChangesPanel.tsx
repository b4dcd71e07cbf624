import { CloseButton } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { countOf } from '../../../shared/format/number.ts';
import { subjectOf, type Change } from '../model/changes.ts';
import { nameOf } from '../model/figures.ts';
import type { MapNode } from '../model/graph.ts';
import css from '../panel.module.css';
import { ChangeMark } from './ChangeMark.tsx';
import { KindIcon } from './KindIcon.tsx';

interface Props {
  changes: readonly Change[];
  /** Nothing was there in the range compared with. */
  nothingBefore: boolean;
  /** The two ranges, in words. */
  ranges: string;
  select: (id: string) => void;
  close: () => void;
}

/** What is different from the range compared with, the most important first. */
export function ChangesPanel({ changes, nothingBefore, ranges, select, close }: Props) {
  const counts = (['new', 'gone', 'changed'] as const)
    .map((change) => ({
      change,
      count: changes.filter((each) => subjectOf(each).change === change).length,
    }))
    .filter(({ count }) => count > 0);
  return (
    <>
      <div className={css['head']}>
        <div className={css['title']}>
          <h2>{changes.length === 0 ? 'No changes' : countOf(changes.length, 'change')}</h2>
          <CloseButton size="sm" aria-label="Close the list of changes" onClick={close} />
        </div>
        <p className={css['reason']}>{ranges}</p>
        {counts.length > 1 && (
          <p className={css['sub']}>
            {counts.map(({ change, count }) => `${count} ${change}`).join(' · ')}
          </p>
        )}
      </div>
      {nothingBefore && (
        <p className={css['amount']}>
          Nothing is stored of the time compared with, so all of this counts as new.
        </p>
      )}
      {changes.length === 0 ? (
        <p className={css['amount']}>
          The same services and connections, about as busy, as fast and as reliable as before.
        </p>
      ) : (
        <ol className={css['changes']}>
          {changes.map((change) => (
            <li key={change.id}>
              <button type="button" onClick={() => select(change.id)}>
                <span className={css['changeTitle']}>
                  {change.kind === 'node' ? (
                    <Name node={change.node} />
                  ) : (
                    <>
                      <Name node={change.source} />
                      <IconArrowRight size={13} className="faint" aria-hidden="true" />
                      <span className="sr-only"> to </span>
                      <Name node={change.target} />
                    </>
                  )}
                </span>
                <span className={css['changeWhat']}>
                  <ChangeMark change={subjectOf(change).change} />
                  <span>{subjectOf(change).changeReason}</span>
                </span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

function Name({ node }: { node: MapNode }) {
  return (
    <span className={css['changeName']} title={nameOf(node)}>
      <KindIcon node={node} size={13} />
      <span className="cut">{nameOf(node)}</span>
    </span>
  );
}
