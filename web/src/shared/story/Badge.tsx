import {
  IconAlertTriangle,
  IconCircleCheckFilled,
  IconCircleX,
  IconLoader,
  IconMinus,
} from '@tabler/icons-react';
import type { Tone, Wording } from './outcomes.ts';
import css from './story.module.css';

const ICONS: Readonly<Record<Tone, typeof IconMinus>> = {
  good: IconCircleCheckFilled,
  bad: IconCircleX,
  attention: IconAlertTriangle,
  busy: IconLoader,
  quiet: IconMinus,
};

/** A state in a word, with the icon and colour of its tone. */
export function Badge({ word, tone }: Wording) {
  const Icon = ICONS[tone];
  return (
    <span className={`${css['badge']} ${css[tone]}`}>
      <Icon size={13} aria-hidden="true" />
      {word}
    </span>
  );
}
