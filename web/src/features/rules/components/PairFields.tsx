import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { Pair } from '../model/draft.ts';
import css from '../editor.module.css';

interface Props {
  /** `label`. */
  what: string;
  pairs: readonly Pair[];
  change: (pairs: Pair[]) => void;
  problem: string | undefined;
  /** Names to offer as examples. */
  names: readonly string[];
}

export function PairFields({ what, pairs, change, problem, names }: Props) {
  const put = (index: number, part: Partial<Pair>): void =>
    change(pairs.map((pair, at) => (at === index ? { ...pair, ...part } : pair)));
  return (
    <div className={css['pairs']}>
      {pairs.map((pair, index) => (
        // The place is what a pair is while its name is being written.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={css['pair']}>
          <TextInput
            size="xs"
            aria-label={`Name of ${what} ${index + 1}`}
            placeholder={names[index % names.length]}
            value={pair.name}
            onChange={(event) => put(index, { name: event.currentTarget.value })}
          />
          <TextInput
            size="xs"
            aria-label={`Value of ${what} ${index + 1}`}
            value={pair.value}
            onChange={(event) => put(index, { value: event.currentTarget.value })}
          />
          <ActionIcon
            size={28}
            variant="subtle"
            color="gray"
            aria-label={`Remove ${what} ${index + 1}`}
            onClick={() => change(pairs.filter((_, at) => at !== index))}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      {problem && <p className={css['wrong']}>{problem}</p>}
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconPlus size={13} />}
        className={css['add']}
        onClick={() => change([...pairs, { name: '', value: '' }])}
      >
        Add {what === 'annotation' ? 'an' : 'a'} {what}
      </Button>
    </div>
  );
}
