import { ActionIcon } from '@mantine/core';
import type { Field, Node } from '@nunchi/store/language/ast';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { equals } from '../../../shared/query/conditions.ts';
import css from '../list.module.css';

/** Called with a condition to add to the query. */
export type AddCondition = (condition: Node) => void;

interface Props {
  field: Field;
  /** As the field is shown, and its value. */
  name: string;
  text: string;
  /** Undefined: any value at all. */
  value: string | undefined;
  add: AddCondition;
}

/** One click keeps only the spans with a value, another leaves them out. */
export function FilterActions({ field, name, text, value, add }: Props) {
  const node: Node =
    value === undefined
      ? { kind: 'equals', field, parts: ['', ''], place: { offset: 0, length: 0 } }
      : equals(field, value);
  return (
    <span className={css['filterActions']}>
      <ActionIcon
        size={20}
        variant="subtle"
        aria-label={`Only ${name} ${text}`}
        title="Only these"
        onClick={() => add(node)}
      >
        <IconPlus size={13} />
      </ActionIcon>
      <ActionIcon
        size={20}
        variant="subtle"
        aria-label={`Without ${name} ${text}`}
        title="Without these"
        onClick={() => add({ kind: 'not', node })}
      >
        <IconMinus size={13} />
      </ActionIcon>
    </span>
  );
}
