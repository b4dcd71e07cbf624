import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError } from '../../../api/problem.ts';
import type { StoredRule } from '../../../api/types.ts';
import { ErrorNote } from '../../../shared/ui/ErrorNote.tsx';
import { useTitle } from '../../../shared/ui/Page.tsx';
import page from '../../../shared/ui/page.module.css';
import { useDeleteRule, useSaveRule } from '../api/mutations.ts';
import { readDraft, type Draft, type Problems } from '../model/draft.ts';
import { fieldAt } from '../model/problem.ts';
import { useRulePreview } from '../useRulePreview.ts';
import { ActionFields } from './ActionFields.tsx';
import { ConditionFields } from './ConditionFields.tsx';
import { ConflictNote } from './ConflictNote.tsx';
import { DeleteRule } from './DeleteRule.tsx';
import { DetailFields, NameFields, TimingFields, ToldFields } from './RuleFields.tsx';
import { OriginBadge } from './OriginBadge.tsx';
import { RuleAside } from './RuleAside.tsx';
import css from '../editor.module.css';

interface Props {
  initial: Draft;
  /** Undefined: the rule is new. */
  stored: StoredRule | undefined;
  /** Throws what is in the form away for what is stored now. */
  reload: (() => void) | undefined;
}

export function RuleEditor({ initial, stored, reload }: Props) {
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState(false);
  // The version that this form began with, not the newest that has been read since.
  const [version] = useState(stored?.version);
  const navigate = useNavigate();
  const save = useSaveRule();
  const remove = useDeleteRule();
  const preview = useRulePreview(draft);
  const read = readDraft(draft);
  const fixed = stored?.origin === 'file';
  const title = stored ? stored.rule.name : 'New rule';
  useTitle(title);

  const refused = save.error instanceof ApiError ? save.error : undefined;
  const refusedField = fieldAt(refused?.pointer);
  const problems: Problems = {
    ...(refused && refusedField && { [refusedField]: refused.detail }),
    ...(tried && !read.ok && read.problems),
  };
  const change = (part: Partial<Draft>): void => {
    setDraft((before) => ({ ...before, ...part }));
    if (save.isError) save.reset();
  };
  const leave = (): void => void navigate({ to: '/rules' });
  const submit = (over: number | undefined): void => {
    setTried(true);
    if (!read.ok) return;
    const replaces = stored && over !== undefined ? { id: stored.id, version: over } : undefined;
    save.mutate({ rule: read.rule, replaces }, { onSuccess: leave });
  };
  return (
    <form
      className={page['page']}
      onSubmit={(event) => {
        event.preventDefault();
        submit(version);
      }}
      noValidate
    >
      <header className={css['head']}>
        <Link to="/rules" className={css['link']}>
          Alarm rules
        </Link>
        <span className="faint" aria-hidden="true">
          /
        </span>
        <h1 className="cut">{title}</h1>
        {stored && <OriginBadge origin={stored.origin} />}
        <span className={css['grow']} />
        {stored?.origin === 'api' && (
          <DeleteRule
            name={stored.rule.name}
            remove={remove}
            confirm={() => remove.mutate(stored.id, { onSuccess: leave })}
          />
        )}
        <Button size="xs" variant="default" onClick={leave}>
          {fixed ? 'Back' : 'Cancel'}
        </Button>
        {!fixed && (
          <Button size="xs" type="submit" loading={save.isPending}>
            {stored ? 'Save' : 'Create rule'}
          </Button>
        )}
      </header>
      <div className={`${page['body']} ${css['columns']}`}>
        {/* A fieldset that is disabled makes everything in it read-only. */}
        <fieldset className={css['form']} disabled={fixed}>
          {fixed && (
            <p className={css['readOnly']}>
              This rule comes from a file ({stored.author}) and is changed there; the file is read
              again when it changes.
            </p>
          )}
          {stored?.origin === 'default' && (
            <p className="muted">
              A default rule: it can be changed and switched off, but not deleted.
            </p>
          )}
          {tried && !read.ok && (
            <p className={css['wrong']} role="alert">
              Not saved: see what is marked below.
            </p>
          )}
          {refused?.code === 'version_stale' && stored && reload ? (
            <ConflictNote stored={stored} reload={reload} overwrite={submit} />
          ) : (
            refusedField === undefined && <ErrorNote error={save.error} />
          )}
          <NameFields draft={draft} change={change} problems={problems} />
          <ConditionFields
            draft={draft}
            change={change}
            problems={problems}
            queryProblem={queryProblem(refused) ?? preview.queryProblem}
          />
          <TimingFields draft={draft} change={change} problems={problems} />
          <ToldFields draft={draft} change={change} problems={problems} />
          <ActionFields draft={draft} change={change} problems={problems} />
          <DetailFields draft={draft} change={change} problems={problems} />
        </fieldset>
        <RuleAside preview={preview} read={read} />
      </div>
    </form>
  );
}

/** What the server said about the query, when that was what it refused. */
function queryProblem(error: ApiError | undefined): ApiError | undefined {
  return fieldAt(error?.pointer) === 'query' ? error : undefined;
}
