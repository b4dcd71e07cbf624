import { ActionIcon, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { formatCount } from '../../../shared/format/number.ts';
import css from '../tools.module.css';

interface Props {
  /** What is stepped through, in the singular: `error`. */
  what: string;
  keys: readonly string[];
  selectedKey: string | undefined;
  step: (direction: 1 | -1) => void;
  /** The key that steps forwards; with Shift, back. */
  shortcut: string;
}

/** `2 of 17`, and to the next and the one before. */
export function Stepper({ what, keys, selectedKey, step, shortcut }: Props) {
  const at = selectedKey === undefined ? -1 : keys.indexOf(selectedKey);
  return (
    <span className={css['stepper']}>
      <span className={css['place']} aria-live="polite">
        {at >= 0
          ? `${formatCount(at + 1)} of ${formatCount(keys.length)}`
          : formatCount(keys.length)}
      </span>
      <Tooltip label={`Previous ${what} (Shift ${shortcut})`}>
        <ActionIcon
          size={22}
          variant="subtle"
          color="gray"
          aria-label={`Previous ${what}`}
          disabled={keys.length === 0}
          onClick={() => step(-1)}
        >
          <IconChevronUp size={14} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`Next ${what} (${shortcut})`}>
        <ActionIcon
          size={22}
          variant="subtle"
          color="gray"
          aria-label={`Next ${what}`}
          disabled={keys.length === 0}
          onClick={() => step(1)}
        >
          <IconChevronDown size={14} />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}
