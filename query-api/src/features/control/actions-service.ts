import type { Decision } from '@nunchi/store/control/decision';
import type { Document } from '@nunchi/store/control/documents';
import type { EventOf } from '@nunchi/store/control/events';
import type { ActionSnapshot } from '@nunchi/store/control/snapshots';
import { newestOfKind } from '@nunchi/store/queries/control/newest';
import type { Static } from 'typebox';
import { ApiError } from '../../errors.ts';
import {
  ANONYMOUS,
  type DocumentContext,
  listDocuments,
  newestVersion,
  writeNext,
} from '../../model/documents.ts';
import type { Action, DecisionBody } from './schema.ts';

type Shown = Static<typeof Action>;
type Word = Decision['word'];

const MOST_ACTIONS = 500;

export async function listActions(
  context: DocumentContext,
  state?: ActionSnapshot['state'],
): Promise<Shown[]> {
  const [events, documents] = await Promise.all([
    newestOfKind(context.store, 'action'),
    listDocuments<Decision>(context, 'decision'),
  ]);
  const decisions = new Map(documents.map((document) => [document.id, document]));
  return events
    .filter(({ body }) => state === undefined || body.state === state)
    .map((event) => toShown(event, decisions.get(event.subject)))
    .sort((a, b) => b.proposedAt - a.proposedAt)
    .slice(0, MOST_ACTIONS);
}

export async function getAction(context: DocumentContext, id: string): Promise<Shown> {
  const [event, decision] = await Promise.all([
    newestEvent(context, id),
    newestVersion<Decision>(context, 'decision', id),
  ]);
  return toShown(event, decision);
}

/** Writes a person's word down; the control loop acts on it. The same word again changes nothing. */
export async function decide(
  context: DocumentContext,
  id: string,
  word: Word,
  { by = ANONYMOUS, comment = '' }: Static<typeof DecisionBody>,
): Promise<Shown> {
  const event = await newestEvent(context, id);
  const current = await newestVersion<Decision>(context, 'decision', id);
  const pending = pendingDecision(event.body, current);
  if (pending?.word === word) return toShown(event, current);
  checkOpen(event.body, word, pending, context.now());
  const body = { word, by, comment };
  return toShown(
    event,
    await writeNext(context, current, { kind: 'decision', id, author: by, body }),
  );
}

const OPEN: Readonly<Record<Word, readonly ActionSnapshot['state'][]>> = {
  approve: ['waiting'],
  reject: ['waiting'],
  rollback: ['started', 'applied', 'verified'],
};
const DONE: Readonly<Record<Word, string>> = {
  approve: 'approved',
  reject: 'rejected',
  rollback: 'taken back',
};

function checkOpen(
  { state, expiresAt }: ActionSnapshot,
  word: Word,
  pending: Shown['pending'],
  now: number,
): void {
  if (!OPEN[word].includes(state)) {
    throw new ApiError(
      'action_not_open',
      `the action is ${state}; only one that is ${OPEN[word].join(' or ')} can be ${DONE[word]}`,
    );
  }
  if (pending) {
    throw new ApiError(
      'action_not_open',
      `${pending.by} has said ${pending.word} already, and the control loop has yet to act on it`,
    );
  }
  if (word !== 'rollback' && expiresAt !== null && expiresAt <= now) {
    throw new ApiError('action_not_open', 'the time in which somebody could decide is over');
  }
}

async function newestEvent({ store }: DocumentContext, id: string): Promise<EventOf<'action'>> {
  const [event] = await newestOfKind(store, 'action', { subject: id });
  if (event) return event;
  throw new ApiError('action_not_found', `there is no action ${id}`);
}

function toShown(
  { body, chain, summary }: EventOf<'action'>,
  decision: Document<Decision> | undefined,
): Shown {
  return { ...body, chain, summary, pending: pendingDecision(body, decision) };
}

/** The word, if the action's state still leaves something to do about it. */
function pendingDecision(
  { state }: ActionSnapshot,
  decision: Document<Decision> | undefined,
): Shown['pending'] {
  if (!decision || decision.deleted || !OPEN[decision.body.word].includes(state)) return null;
  return { ...decision.body, at: decision.time };
}
