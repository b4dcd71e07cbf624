import { Button } from '@mantine/core';
import { IconBolt, IconHandStop } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Action } from '../../../api/types.ts';
import { spanWords } from '../../../shared/alarms/spans.ts';
import { Badge } from '../../../shared/story/Badge.tsx';
import { actionWording } from '../../../shared/story/outcomes.ts';
import { useNow } from '../../../shared/time/useNow.ts';
import type { Word } from '../api/decide.ts';
import { inForceWords, openActions, planWords } from '../model/plan.ts';
import { DecisionDialog } from './DecisionDialog.tsx';
import { Targets } from './Targets.tsx';
import css from '../control.module.css';

/** What waits for a person, then what is in force: the only things to be decided here. */
export function OpenActions({ actions }: { actions: readonly Action[] }) {
  const [asked, setAsked] = useState<{ action: Action; word: Word }>();
  const { waiting, inForce } = openActions(actions);
  if (waiting.length + inForce.length === 0) return undefined;
  return (
    <section className={css['open']} aria-label="Actions that are open">
      {waiting.map((action) => (
        <Waiting key={action.id} action={action} ask={(word) => setAsked({ action, word })} />
      ))}
      {inForce.map((action) => (
        <InForce key={action.id} action={action} ask={(word) => setAsked({ action, word })} />
      ))}
      {asked && <DecisionDialog {...asked} close={() => setAsked(undefined)} />}
    </section>
  );
}

interface CardProps {
  action: Action;
  ask: (word: Word) => void;
}

function Waiting({ action, ask }: CardProps) {
  const now = useNow();
  const left = action.expiresAt === null ? undefined : Math.max(0, action.expiresAt - now);
  return (
    <article className={`${css['card']} ${css['waiting']}`}>
      <IconHandStop size={20} stroke={1.7} aria-hidden="true" className={css['cardIcon']} />
      <div className={css['cardText']}>
        <h2>{planWords(action)}?</h2>
        <p className="muted">
          Asked because of <AlarmLink action={action} />. Callers:{' '}
          {action.callers.join(', ') || '–'}
          {left !== undefined && <>. The question expires in {spanWords(left)}.</>}
        </p>
      </div>
      <Word action={action}>
        <Button size="xs" variant="default" onClick={() => ask('reject')}>
          Reject…
        </Button>
        <Button size="xs" onClick={() => ask('approve')}>
          Approve…
        </Button>
      </Word>
    </article>
  );
}

function InForce({ action, ask }: CardProps) {
  const now = useNow();
  const left = action.endsAt === null ? undefined : Math.max(0, action.endsAt - now);
  return (
    <article className={css['card']}>
      <IconBolt size={20} stroke={1.7} aria-hidden="true" className={css['cardIcon']} />
      <div className={css['cardText']}>
        <h2>
          {inForceWords(action)} <Badge {...actionWording(action.state)} />
        </h2>
        <p className="muted">
          Because of <AlarmLink action={action} />.
          {left !== undefined && left > 0 && <> They close by themselves in {spanWords(left)}.</>}
        </p>
        <Targets targets={action.targets} />
      </div>
      <Word action={action}>
        <Button size="xs" variant="default" onClick={() => ask('rollback')}>
          Roll back…
        </Button>
      </Word>
    </article>
  );
}

const SAID = { approve: 'Approved', reject: 'Rejected', rollback: 'Rolling back' } as const;

/** Once a word is said, the buttons make room for it. */
function Word({ action, children }: { action: Action; children: React.ReactNode }) {
  if (action.pending === null) return <div className={css['buttons']}>{children}</div>;
  return (
    <p className={css['said']} role="status">
      {SAID[action.pending.word]}; the loop will act on it
    </p>
  );
}

function AlarmLink({ action }: { action: Action }) {
  return (
    <Link
      to="/alarms/$fingerprint"
      params={{ fingerprint: action.fingerprint }}
      className={css['link']}
    >
      {action.ruleName}
    </Link>
  );
}
