import { SegmentedControl, Select, TagsInput, TextInput } from '@mantine/core';
import { OPERATORS } from '../model/choices.ts';
import { UNITS, type Draft, type InstanceState } from '../model/draft.ts';
import { MEASURES } from '../../../shared/alarms/measures.ts';
import type { FieldsProps } from './RuleFields.tsx';
import { Section } from './Section.tsx';
import { QueryField } from './QueryField.tsx';
import type { ApiError } from '../../../api/problem.ts';
import css from '../editor.module.css';

const KINDS = [
  { value: 'threshold', label: 'A measure passes a limit' },
  { value: 'absent', label: 'Requests stay away' },
  { value: 'instance', label: 'An instance is missing' },
];

const KIND_HINTS: Readonly<Record<Draft['kind'], string>> = {
  threshold: 'Looks at spans of kind server and consumer.',
  absent: 'For what had requests a while ago, and has none now.',
  instance: 'Agents report every few seconds: late is one report missed, down is three.',
};

const MEASURE_CHOICES = Object.entries(MEASURES).map(([value, { name }]) => ({
  value,
  label: name,
}));

export function ConditionFields(props: FieldsProps & { queryProblem: ApiError | undefined }) {
  const { draft, change, problems, queryProblem } = props;
  return (
    <Section title="Fires when" hint={KIND_HINTS[draft.kind]}>
      <SegmentedControl
        size="xs"
        aria-label="Kind of condition"
        data={KINDS}
        value={draft.kind}
        onChange={(kind) => change({ kind: kind as Draft['kind'] })}
      />
      <QueryField
        value={draft.query}
        change={(query) => change({ query })}
        problem={queryProblem}
        instances={draft.kind === 'instance'}
      />
      {draft.kind === 'threshold' && (
        <div className={css['row']}>
          <Select
            size="xs"
            label="Measure"
            w={168}
            data={MEASURE_CHOICES}
            value={draft.measure}
            onChange={(measure) =>
              measure !== null && change({ measure: measure as Draft['measure'] })
            }
            allowDeselect={false}
          />
          <Select
            size="xs"
            label="is"
            w={120}
            data={OPERATORS}
            value={draft.op}
            onChange={(op) => op !== null && change({ op: op as Draft['op'] })}
            allowDeselect={false}
          />
          <TextInput
            size="xs"
            label="Limit"
            w={124}
            value={draft.value}
            error={problems.value}
            rightSection={<span className={css['unit']}>{UNITS[draft.measure]}</span>}
            rightSectionWidth={62}
            onChange={(event) => change({ value: event.currentTarget.value })}
          />
          <TextInput
            size="xs"
            label="From requests"
            title="With fewer requests in the window there is nothing to judge"
            w={104}
            value={draft.minimumRequests}
            error={problems.minimumRequests}
            onChange={(event) => change({ minimumRequests: event.currentTarget.value })}
          />
        </div>
      )}
      {draft.kind !== 'instance' && (
        <div className={css['row']}>
          <TextInput
            size="xs"
            label={draft.kind === 'absent' ? 'None for' : 'Over the last'}
            w={104}
            value={draft.window}
            error={problems.window}
            onChange={(event) => change({ window: event.currentTarget.value })}
          />
          {draft.kind === 'absent' && (
            <TextInput
              size="xs"
              label="After some in"
              w={104}
              value={draft.lookback}
              error={problems.lookback}
              onChange={(event) => change({ lookback: event.currentTarget.value })}
            />
          )}
          <TagsInput
            size="xs"
            label="An alarm for each"
            className={css['grow']}
            placeholder={draft.by.length === 0 ? 'One alarm for everything' : ''}
            data={['service', 'instance', 'name', 'version', 'environment', 'http.route']}
            value={[...draft.by]}
            error={problems.by}
            maxTags={4}
            onChange={(by) => change({ by })}
          />
        </div>
      )}
      {draft.kind === 'instance' && (
        <StateChoice
          states={draft.states}
          change={(states) => change({ states })}
          problem={problems.states}
        />
      )}
    </Section>
  );
}

interface StateChoiceProps {
  states: readonly InstanceState[];
  change: (states: readonly InstanceState[]) => void;
  problem: string | undefined;
}

const INSTANCE_STATES: readonly InstanceState[] = ['late', 'down'];

function StateChoice({ states, change, problem }: StateChoiceProps) {
  return (
    <div className={css['checks']} role="group" aria-label="State of the instance">
      {INSTANCE_STATES.map((state) => (
        <label key={state} className={css['check']}>
          <input
            type="checkbox"
            checked={states.includes(state)}
            onChange={(event) =>
              change(
                INSTANCE_STATES.filter((each) =>
                  each === state ? event.currentTarget.checked : states.includes(each),
                ),
              )
            }
          />
          {state}
        </label>
      ))}
      {problem && <span className={css['wrong']}>{problem}</span>}
    </div>
  );
}
