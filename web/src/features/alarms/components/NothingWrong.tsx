import { IconCircleCheck, IconEyeOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ControlStatus, StoredRule } from '../../../api/types.ts';
import { spanWords } from '../../../shared/alarms/spans.ts';
import { countOf } from '../../../shared/format/number.ts';
import { useNow } from '../../../shared/time/useNow.ts';
import states from '../../../shared/ui/states.module.css';
import css from '../alarms.module.css';

interface Props {
  rules: readonly StoredRule[];
  status: ControlStatus | undefined;
}

/** No alarm: good news only if somebody is looking. */
export function NothingWrong({ rules, status }: Props) {
  const now = useNow();
  const enabled = rules.filter(({ rule }) => rule.enabled !== false);
  const newest = Math.max(0, ...enabled.map(({ evaluation }) => evaluation?.time ?? 0));
  const watched = status?.loop.alive !== false && enabled.length > 0;
  const Icon = watched ? IconCircleCheck : IconEyeOff;
  return (
    <section className={states['state']}>
      <Icon
        className={watched ? css['calm'] : css['blind']}
        size={38}
        stroke={1.4}
        aria-hidden="true"
      />
      <h2>{watched ? 'Nothing is wrong' : 'Nothing is known to be wrong'}</h2>
      <p className={states['detail']}>
        {status?.loop.alive === false
          ? 'No control loop is at work, so nobody is looking: rules are not evaluated.'
          : enabled.length === 0
            ? 'No rule is enabled, so nobody is looking.'
            : `${countOf(enabled.length, 'rule')} ${enabled.length === 1 ? 'is' : 'are'} being watched${newest === 0 ? '' : `, last evaluated ${spanWords(Math.max(0, now - newest))} ago`}. What fires or has been resolved in the last 24 hours is shown here.`}
      </p>
      <Link to="/rules" className={css['link']}>
        See the rules
      </Link>
    </section>
  );
}
