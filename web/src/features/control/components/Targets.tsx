import {
  IconPlugConnected,
  IconPlugConnectedX,
  IconPlugX,
  IconQuestionMark,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Action } from '../../../api/types.ts';
import css from '../control.module.css';

type Target = Action['targets'][number];

const BREAKERS = {
  open: IconPlugConnectedX,
  'half-open': IconPlugX,
  closed: IconPlugConnected,
  unknown: IconQuestionMark,
} as const;

const STATES = {
  wanted: 'not confirmed yet',
  applied: 'applied',
  failed: 'failed',
  gone: 'gone',
} as const;

/** The instances of an action: whether they have applied it, and how their breaker stands. */
export function Targets({ targets }: { targets: readonly Target[] }) {
  return (
    <ul className={css['targets']} aria-label="Instances">
      {targets.map((target) => {
        const Icon = BREAKERS[target.breaker];
        return (
          <li
            key={target.instanceUid}
            className={target.state === 'failed' ? css['failed'] : ''}
            title={target.message || `${target.instance}: ${STATES[target.state]}`}
          >
            <Icon size={13} aria-hidden="true" />
            {target.service}{' '}
            <Link
              to="/instances/$instanceUid"
              params={{ instanceUid: target.instanceUid }}
              className="mono"
            >
              {target.instance}
            </Link>
            <span className="faint">
              {target.state === 'applied' ? `breaker ${target.breaker}` : STATES[target.state]}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
