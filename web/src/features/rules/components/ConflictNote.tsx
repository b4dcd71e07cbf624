import { Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { ruleQuery } from '../../../api/control-loop.ts';
import type { StoredRule } from '../../../api/types.ts';
import { RelativeTime } from '../../../shared/ui/Time.tsx';
import css from '../editor.module.css';

interface Props {
  stored: StoredRule;
  reload: () => void;
  /** Saves over the version that is given. */
  overwrite: (version: number) => void;
}

/** Somebody else has saved this rule since the form was opened: whose words shall stay? */
export function ConflictNote({ stored, reload, overwrite }: Props) {
  const { data: newest } = useQuery({ ...ruleQuery(stored.id), staleTime: 0 });
  return (
    <div className={css['conflict']} role="alert">
      <IconUsers size={16} aria-hidden="true" />
      <div>
        <p>
          <strong>Somebody else has changed this rule</strong>
          {newest && (
            <>
              {' '}
              ({newest.author}, <RelativeTime nano={`${newest.updatedAt}000000`} />)
            </>
          )}{' '}
          since you opened it, so yours was not saved. What you wrote is still here.
        </p>
        <div className={css['conflictButtons']}>
          <Button size="compact-xs" variant="default" onClick={reload}>
            Take theirs, drop mine
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            disabled={newest === undefined}
            onClick={() => newest && overwrite(newest.version)}
          >
            Save mine over theirs
          </Button>
        </div>
      </div>
    </div>
  );
}
