import type { Draft } from './draft.ts';
import type { Observations } from './observations.ts';

const SUBJECT = 'kill-switch';

/** Notes that the kill switch was engaged or released. */
export function noteKillSwitch(draft: Draft, { killSwitch, now }: Observations): void {
  const engaged = killSwitch?.body.engaged ?? false;
  const last = draft.state['kill-switch'].get(SUBJECT);
  if ((last?.body.engaged ?? false) === engaged) return;
  const by = killSwitch?.body.by || (killSwitch?.author ?? '');
  const reason = killSwitch?.body.reason ?? '';
  const what = engaged
    ? 'engaged the kill switch: nothing is done to any agent'
    : 'released the kill switch';
  draft.add({
    type: engaged ? 'kill-switch.on' : 'kill-switch.off',
    time: now,
    subject: SUBJECT,
    chain: '',
    service: '',
    summary: `${by || 'Somebody'} ${what}${reason && ` (${reason})`}.`,
    cause: last?.sequence ?? 0,
    body: { engaged, by, reason },
  });
}
