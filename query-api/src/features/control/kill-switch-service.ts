import type { Document } from '@nunchi/store/control/documents';
import type { KillSwitchSnapshot } from '@nunchi/store/control/snapshots';
import type { Static } from 'typebox';
import {
  ANONYMOUS,
  type DocumentContext,
  newestVersion,
  writeNext,
} from '../../model/documents.ts';
import type { KillSwitch, KillSwitchBody } from './schema.ts';

type State = Static<typeof KillSwitch>;
const KILL_SWITCH = 'kill-switch';

/** Before anybody touched it, it is not engaged. */
export async function getKillSwitch(context: Pick<DocumentContext, 'store'>): Promise<State> {
  return toState(await newestVersion<KillSwitchSnapshot>(context, KILL_SWITCH, KILL_SWITCH));
}

/** Saying the same again changes nothing. */
export async function setKillSwitch(
  context: DocumentContext,
  { engaged, reason, by = ANONYMOUS }: Static<typeof KillSwitchBody>,
): Promise<State> {
  const current = await newestVersion<KillSwitchSnapshot>(context, KILL_SWITCH, KILL_SWITCH);
  const now = toState(current);
  if (now.engaged === engaged && now.reason === reason) return now;
  const body = { engaged, by, reason };
  const change = { kind: KILL_SWITCH, id: KILL_SWITCH, author: by, body } as const;
  return toState(await writeNext(context, current, change));
}

function toState(document: Document<KillSwitchSnapshot> | undefined): State {
  if (!document || document.deleted) return { engaged: false, by: '', reason: '', since: null };
  const { engaged, by, reason } = document.body;
  return { engaged, by, reason, since: document.time };
}
