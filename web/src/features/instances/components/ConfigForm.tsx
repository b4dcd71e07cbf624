import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../../api/problem.ts';
import { ErrorNote } from '../../../shared/ui/ErrorNote.tsx';
import {
  instancesQuery,
  replaceServiceConfig,
  serviceConfigQuery,
  type Change,
  type ServiceConfig,
} from '../api/queries.ts';
import { EMPTY, readForm, sameForm, toForm, type Field, type Form } from '../model/form.ts';
import css from '../form.module.css';

interface Props {
  stored: ServiceConfig;
  /** Throws what is in the form away for what is stored now. */
  reload: () => void;
}

export function ConfigForm({ stored, reload }: Props) {
  const { service } = stored;
  const [before, setBefore] = useState(stored);
  const [form, setForm] = useState(() => toForm(stored.settings));
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (change: Change) => replaceServiceConfig(service, change),
    onSuccess: (saved) => {
      setBefore(saved);
      setForm(toForm(saved.settings));
      client.setQueryData(serviceConfigQuery(service).queryKey, saved);
      void client.invalidateQueries({ queryKey: instancesQuery.queryKey });
    },
  });
  const read = readForm(form);
  const problems = read.ok ? {} : read.problems;
  const unchanged = sameForm(form, toForm(before.settings));
  const conflict = save.error instanceof ApiError && save.error.code === 'version_stale';

  const set = (part: Partial<Form>): void => {
    setForm((now) => ({ ...now, ...part }));
    save.reset();
  };
  const field = (name: Exclude<Field, 'breaker'>) => ({
    size: 'xs' as const,
    value: form[name],
    error: problems[name],
    onChange: ({ currentTarget }: React.ChangeEvent<HTMLInputElement>) =>
      set({ [name]: currentTarget.value }),
    autoComplete: 'off',
    spellCheck: false,
  });
  return (
    <form
      className={css['form']}
      aria-label={`Configuration of ${service}`}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (read.ok) save.mutate({ settings: read.settings, version: before.version });
      }}
    >
      <p className="muted">
        The control loop sends this to every instance of {service}, those that start later included.
        A field that is left empty stays the agent’s own choice.
      </p>
      <fieldset>
        <legend>Sampling</legend>
        <TextInput
          {...field('samplingPercent')}
          label="New traces that are recorded"
          placeholder="100"
          rightSection={<span className="faint">%</span>}
          w={240}
        />
        <p className="faint">Of a request that is being traced already, every span is recorded.</p>
      </fieldset>
      <fieldset>
        <legend>Circuit breakers of its outgoing calls</legend>
        <div className={css['choice']}>
          <span id="breaker-choice">Breakers</span>
          <SegmentedControl
            size="xs"
            aria-labelledby="breaker-choice"
            value={form.breaker}
            onChange={(breaker) => set({ breaker: breaker as Form['breaker'] })}
            data={[
              { value: '', label: 'Agent’s choice' },
              { value: 'on', label: 'On' },
              { value: 'off', label: 'Off' },
            ]}
          />
        </div>
        <div className={css['grid']}>
          <TextInput
            {...field('failurePercent')}
            label="Opens when this share fails"
            placeholder="50"
            rightSection={<span className="faint">%</span>}
          />
          <TextInput
            {...field('minimumRequests')}
            label="Of at least this many calls"
            placeholder="20"
          />
          <TextInput {...field('window')} label="Within" placeholder="10s" />
          <TextInput {...field('open')} label="Stays open before it probes" placeholder="5s" />
        </div>
      </fieldset>
      {conflict ? (
        <div className={css['conflict']} role="alert">
          <IconUsers size={16} aria-hidden="true" />
          <div>
            <p>
              <strong>Somebody else has changed this configuration</strong> since you opened it, so
              yours was not saved. What you wrote is still here.
            </p>
            <Button size="compact-xs" variant="default" onClick={reload}>
              Take theirs, drop mine
            </Button>
          </div>
        </div>
      ) : (
        <ErrorNote error={save.error} />
      )}
      <div className={css['buttons']}>
        <Button size="xs" type="submit" loading={save.isPending} disabled={unchanged || !read.ok}>
          Save
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={unchanged}
          onClick={() => set(toForm(before.settings))}
        >
          Undo changes
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={sameForm(form, EMPTY)}
          onClick={() => set(EMPTY)}
        >
          Leave all to the agent
        </Button>
        <span className="muted" role="status">
          {save.isSuccess && unchanged && 'Saved. The instances are told now.'}
        </span>
      </div>
    </form>
  );
}
