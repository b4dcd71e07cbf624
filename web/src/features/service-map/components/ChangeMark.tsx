import { IconArrowsDiff, IconCircleMinus, IconCirclePlus } from '@tabler/icons-react';
import { isChange } from '../model/changes.ts';
import { CHANGE_WORDS } from '../model/figures.ts';
import type { MapEdge } from '../model/graph.ts';
import css from '../canvas.module.css';
import panel from '../panel.module.css';

const ICONS = { new: IconCirclePlus, gone: IconCircleMinus, changed: IconArrowsDiff } as const;

/** What a comparison says: sign and word carry it, the colour only helps. */
export function ChangeMark({ change }: Pick<MapEdge, 'change'>) {
  if (change !== 'new' && change !== 'gone' && change !== 'changed') return null;
  const Icon = ICONS[change];
  return (
    <span className={css['change']} data-change={change}>
      <Icon size={13} stroke={2} aria-hidden="true" />
      {CHANGE_WORDS[change]}
    </span>
  );
}

/** The mark with its reason in words, for a panel. */
export function ChangeNote({ of }: { of: Pick<MapEdge, 'change' | 'changeReason'> }) {
  if (!isChange(of)) return null;
  return (
    <p className={panel['changeWhat']}>
      <ChangeMark change={of.change} />
      <span>{of.changeReason}</span>
    </p>
  );
}
