import { MultiSelect, Select, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { channelsQuery } from '../../../api/control-loop.ts';
import { SEVERITIES } from '../model/choices.ts';
import type { Draft, Problems } from '../model/draft.ts';
import { PairFields } from './PairFields.tsx';
import { Section } from './Section.tsx';
import css from '../editor.module.css';

export interface FieldsProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  problems: Problems;
}

export function NameFields({ draft, change, problems }: FieldsProps) {
  return (
    <div className={css['row']}>
      <TextInput
        size="xs"
        label="Name"
        className={css['grow']}
        placeholder="payment is slow"
        value={draft.name}
        error={problems.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Select
        size="xs"
        label="Severity"
        w={120}
        data={SEVERITIES}
        value={draft.severity}
        onChange={(severity) =>
          severity !== null && change({ severity: severity as Draft['severity'] })
        }
        allowDeselect={false}
      />
      <Switch
        size="xs"
        label="On"
        className={css['switch']}
        checked={draft.enabled}
        onChange={(event) => change({ enabled: event.currentTarget.checked })}
      />
    </div>
  );
}

export function TimingFields({ draft, change, problems }: FieldsProps) {
  return (
    <Section title="For how long" hint="Short spikes then tell nobody.">
      <div className={css['row']}>
        <TextInput
          size="xs"
          label="Fires after it held for"
          w={176}
          value={draft.for}
          error={problems.for}
          onChange={(event) => change({ for: event.currentTarget.value })}
        />
        <TextInput
          size="xs"
          label="Keeps firing afterwards for"
          w={196}
          value={draft.keepFiringFor}
          error={problems.keepFiringFor}
          onChange={(event) => change({ keepFiringFor: event.currentTarget.value })}
        />
      </div>
    </Section>
  );
}

export function ToldFields({ draft, change, problems }: FieldsProps) {
  const { data } = useQuery(channelsQuery);
  const names = new Set(data?.channels.map(({ name }) => name));
  for (const name of draft.channels) names.add(name);
  return (
    <Section title="Who is told" hint="This UI always is.">
      <MultiSelect
        size="xs"
        aria-label="Channels"
        placeholder={
          names.size === 0 ? 'No channels yet: they are made on the page of the rules' : 'Channels'
        }
        data={[...names].sort()}
        value={[...draft.channels]}
        error={problems.channels}
        onChange={(channels) => change({ channels })}
        searchable={names.size > 6}
      />
    </Section>
  );
}

export function DetailFields({ draft, change, problems }: FieldsProps) {
  return (
    <>
      <Section title="Labels" hint="Go with the alarm, and tell one from another.">
        <PairFields
          what="label"
          pairs={draft.labels}
          change={(labels) => change({ labels })}
          problem={problems.labels}
          names={['team', 'owner', 'tier']}
        />
      </Section>
      <Section title="Annotations" hint="What to know at 3 a.m.: a summary, a runbook.">
        <PairFields
          what="annotation"
          pairs={draft.annotations}
          change={(annotations) => change({ annotations })}
          problem={problems.annotations}
          names={['summary', 'runbook']}
        />
      </Section>
    </>
  );
}
