import { IconAlertTriangle, IconHeartbeat, IconHeartOff } from '@tabler/icons-react';
import type { ControlStatus } from '../../../api/types.ts';
import { spanWords } from '../../../shared/alarms/spans.ts';
import { formatDuration } from '../../../shared/format/duration.ts';
import { useNow } from '../../../shared/time/useNow.ts';
import { Fact, Facts } from '../../../shared/ui/Fact.tsx';
import { KillSwitch } from './KillSwitch.tsx';
import css from '../control.module.css';

/** How the loop itself is, what it is busy with, and the switch that stops it. */
export function LoopStatus({ status }: { status: ControlStatus }) {
  const { loop, counts, killSwitch } = status;
  const now = useNow();
  return (
    <section className={css['status']} aria-label="State of the control loop">
      <div className={css['statusLine']}>
        <Facts>
          <Fact name="Loop">
            {loop.alive ? (
              <span className={css['alive']}>
                <IconHeartbeat size={15} aria-hidden="true" /> At work
              </span>
            ) : (
              <span className={css['dead']}>
                <IconHeartOff size={15} aria-hidden="true" /> Not at work
              </span>
            )}
            {loop.alive && loop.startedAt !== null && (
              <span className="faint">for {spanWords(Math.max(0, now - loop.startedAt))}</span>
            )}
          </Fact>
          <Fact name="Data is behind by">
            {loop.ingestLagMs === null ? '–' : formatDuration(loop.ingestLagMs)}
          </Fact>
          <Fact name="Missed evaluations">{loop.missedEvaluations}</Fact>
          <Fact name="Alarms">
            {counts.firing} firing, {counts.pending} pending
          </Fact>
          <Fact name="Actions">
            {counts.actionsInFlight} in force, {counts.waitingApprovals} waiting
          </Fact>
          <Fact name="Notifications">
            {counts.notificationsFailing === 0 ? (
              'none failing'
            ) : (
              <span className={css['dead']}>{counts.notificationsFailing} failing</span>
            )}
          </Fact>
        </Facts>
        <div className={css['switch']}>
          <KillSwitch state={killSwitch} />
        </div>
      </div>
      {loop.problems.length > 0 && (
        <ul className={css['problems']} aria-label="Problems of the loop">
          {loop.problems.map((problem) => (
            <li key={problem}>
              <IconAlertTriangle size={13} aria-hidden="true" />
              {problem}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
