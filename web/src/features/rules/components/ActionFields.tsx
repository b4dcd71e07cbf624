import { ActionIcon, Autocomplete, Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { servicesQuery } from '../../../api/services.ts';
import type { RuleAction } from '../../../api/types.ts';
import { useTimeRange } from '../../../shared/time/useTimeRange.ts';
import { MODES } from '../model/choices.ts';
import type { FieldsProps } from './RuleFields.tsx';
import { Section } from './Section.tsx';
import css from '../editor.module.css';

const NEW_ACTION: RuleAction = { kind: 'open-breaker', peer: '', for: '60s', mode: 'dry-run' };
const MOST_ACTIONS = 8;

/** What the control loop may do when the rule fires, and how much of a say it has. */
export function ActionFields({ draft, change, problems }: FieldsProps) {
  const { range } = useTimeRange();
  const { data } = useQuery(servicesQuery(range));
  const services = data?.services.map(({ service }) => service).filter((name) => name !== '') ?? [];
  const { actions } = draft;
  const put = (index: number, part: Partial<RuleAction>): void =>
    change({ actions: actions.map((each, at) => (at === index ? { ...each, ...part } : each)) });
  return (
    <Section title="What is done" hint="Opens the circuit breakers of whoever calls a service.">
      {actions.map((action, index) => {
        const mode = MODES.find(({ value }) => value === action.mode);
        return (
          // An action has no name: its place is what it is.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index} className={css['action']}>
            <div className={css['row']}>
              <Autocomplete
                size="xs"
                label="Callers stop calling"
                placeholder="payment"
                className={css['grow']}
                data={services}
                value={action.peer}
                onChange={(peer) => put(index, { peer })}
              />
              <TextInput
                size="xs"
                label="for"
                w={76}
                value={action.for}
                onChange={(event) => put(index, { for: event.currentTarget.value })}
              />
              <ActionIcon
                size={28}
                variant="subtle"
                color="gray"
                className={css['atEnd']}
                aria-label={`Remove action ${index + 1}`}
                onClick={() => change({ actions: actions.filter((_, at) => at !== index) })}
              >
                <IconX size={14} />
              </ActionIcon>
            </div>
            <SegmentedControl
              size="xs"
              aria-label="Mode"
              data={MODES.map(({ value, label }) => ({ value, label }))}
              value={action.mode}
              onChange={(value) => put(index, { mode: value as RuleAction['mode'] })}
            />
            <p className="muted">{mode?.says}</p>
          </div>
        );
      })}
      {problems.actions && <p className={css['wrong']}>{problems.actions}</p>}
      {actions.length < MOST_ACTIONS && (
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={13} />}
          className={css['add']}
          onClick={() => change({ actions: [...actions, NEW_ACTION] })}
        >
          Add an action
        </Button>
      )}
    </Section>
  );
}
