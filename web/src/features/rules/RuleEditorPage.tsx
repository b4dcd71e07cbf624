import { IconFileUnknown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ruleQuery } from '../../api/control-loop.ts';
import { ApiError } from '../../api/problem.ts';
import { untilAnswered } from '../../api/recover.ts';
import { SkeletonRows } from '../../shared/ui/Page.tsx';
import { Failed } from '../../shared/ui/States.tsx';
import states from '../../shared/ui/states.module.css';
import { RuleEditor } from './components/RuleEditor.tsx';
import { draftOf, NEW_DRAFT } from './model/draft.ts';
import css from './editor.module.css';

export function NewRulePage() {
  return <RuleEditor initial={NEW_DRAFT} stored={undefined} reload={undefined} />;
}

export function EditRulePage() {
  const { id } = useParams({ from: '/rules/$id' });
  const query = useQuery({
    ...ruleQuery(id),
    staleTime: 0,
    refetchInterval: untilAnswered(false),
  });
  // The form is filled once; what others change meanwhile must not overwrite what is being typed.
  const [round, setRound] = useState(0);
  if (query.data !== undefined) {
    return (
      <RuleEditor
        key={`${id} ${round}`}
        initial={draftOf(query.data.rule)}
        stored={query.data}
        reload={() => void query.refetch().then(() => setRound((before) => before + 1))}
      />
    );
  }
  if (query.error instanceof ApiError && query.error.status === 404) return <UnknownRule />;
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return <SkeletonRows />;
}

function UnknownRule() {
  return (
    <section className={states['state']} role="alert">
      <IconFileUnknown className={states['icon']} size={30} stroke={1.5} aria-hidden="true" />
      <h2>No such rule</h2>
      <p className={states['detail']}>
        It has been deleted, or never was.{' '}
        <Link to="/rules" className={css['link']}>
          See the rules there are
        </Link>
      </p>
    </section>
  );
}
