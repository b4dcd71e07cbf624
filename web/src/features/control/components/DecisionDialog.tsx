import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { controlStatusQuery } from '../../../api/control-loop.ts';
import type { Action } from '../../../api/types.ts';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { ErrorNote } from '../../../shared/ui/ErrorNote.tsx';
import { useDecision, type Word } from '../api/decide.ts';
import { planDetails, planWords } from '../model/plan.ts';
import css from '../control.module.css';

interface Props {
  action: Action;
  word: Word;
  close: () => void;
}

const TEXTS = {
  approve: { title: 'Approve this action?', does: 'Approve' },
  reject: { title: 'Reject this action?', does: 'Reject' },
  rollback: { title: 'Roll this action back?', does: 'Roll back' },
} as const;

/** Says exactly what a word will lead to, before it is said. */
export function DecisionDialog({ action, word, close }: Props) {
  const decision = useDecision();
  const { data: status } = useQuery(controlStatusQuery);
  const { title, does } = TEXTS[word];
  return (
    <Dialog
      title={title}
      opened
      close={close}
      actions={
        <>
          <Button size="xs" variant="default" onClick={close}>
            Not now
          </Button>
          <Button
            size="xs"
            data-autofocus
            loading={decision.isPending}
            onClick={() => decision.mutate({ id: action.id, word }, { onSuccess: close })}
          >
            {does}
          </Button>
        </>
      }
    >
      <p>
        <strong>{planWords(action)}</strong>, because of “{action.ruleName}”.
      </p>
      {word === 'approve' && (
        <ul className={css['details']}>
          {planDetails(action).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {word === 'approve' && action.targets.length > 0 && (
        <ul className={css['targets']} aria-label="Instances">
          {action.targets.map(({ instanceUid, service, instance }) => (
            <li key={instanceUid}>
              {service} <span className="mono">{instance}</span>
            </li>
          ))}
        </ul>
      )}
      {word === 'reject' && <p className="muted">Nothing is done on any instance.</p>}
      {word === 'rollback' && (
        <p className="muted">
          The breakers are no longer forced open: each probes its peer and closes when that answers
          well. Calls to {action.peer} go through again.
        </p>
      )}
      {word === 'approve' && status?.killSwitch.engaged && (
        <p className={css['warning']} role="status">
          All actions are stopped at the moment, so the loop will refuse it. Let the loop act again
          first.
        </p>
      )}
      <ErrorNote error={decision.error} />
    </Dialog>
  );
}
