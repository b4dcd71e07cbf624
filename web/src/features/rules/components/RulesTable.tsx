import { Switch } from '@mantine/core';
import { IconBolt, IconBoltOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { StoredRule } from '../../../api/types.ts';
import { AlarmSeverity } from '../../../shared/alarms/AlarmSeverity.tsx';
import { conditionWords } from '../../../shared/alarms/condition.ts';
import { Badge } from '../../../shared/story/Badge.tsx';
import { countOf } from '../../../shared/format/number.ts';
import table from '../../../shared/ui/table.module.css';
import { evaluationWording } from '../model/evaluation.ts';
import { OriginBadge } from './OriginBadge.tsx';
import css from '../rules.module.css';

interface Props {
  rules: readonly StoredRule[];
  /** How many alarms of a rule are firing, by the id of the rule. */
  firing: ReadonlyMap<string, number>;
  /** The rule that is being switched on or off. */
  busy: string | undefined;
  toggle: (rule: StoredRule) => void;
}

export function RulesTable({ rules, firing, busy, toggle }: Props) {
  return (
    <table className={`${table['table']} ${css['table']}`} aria-label="Alarm rules">
      <colgroup>
        <col style={{ width: 76 }} />
        <col />
        <col style={{ width: 112 }} />
        <col style={{ width: 172 }} />
        <col style={{ width: 148 }} />
        <col style={{ width: 160 }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">On</th>
          <th scope="col">Rule, and when it fires</th>
          <th scope="col">Severity</th>
          <th scope="col">Now</th>
          <th scope="col">Tells</th>
          <th scope="col">Does</th>
        </tr>
      </thead>
      <tbody>
        {rules.map((stored) => {
          const { id, rule, origin } = stored;
          const enabled = rule.enabled !== false;
          const words = conditionWords(rule.condition);
          return (
            <tr key={id} className={`${table['row']} ${enabled ? '' : css['off']}`}>
              <td>
                <Switch
                  size="xs"
                  className={table['above']}
                  checked={enabled}
                  disabled={origin === 'file' || busy === id}
                  title={origin === 'file' ? 'Comes from a file: change it there' : undefined}
                  onChange={() => toggle(stored)}
                  aria-label={`${rule.name} is on`}
                />
              </td>
              <td>
                <div className={css['name']}>
                  <Link to="/rules/$id" params={{ id }} className={`${table['cover']} cut`}>
                    {rule.name}
                  </Link>
                  <OriginBadge origin={origin} />
                </div>
                <div className={`${css['words']} cut`} title={words}>
                  {words}
                </div>
              </td>
              <td>
                <AlarmSeverity severity={rule.severity} />
              </td>
              <td title={stored.evaluation?.message}>
                <Badge {...evaluationWording(stored, firing.get(id) ?? 0)} />
              </td>
              <td>{told(rule.channels ?? [])}</td>
              <td>
                <Does actions={rule.actions ?? []} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function told(channels: readonly string[]) {
  if (channels.length === 0) return <span className="faint">this UI only</span>;
  return <span title={channels.join(', ')}>{channels.join(', ')}</span>;
}

const MODES = { 'dry-run': 'dry run', approve: 'on approval', auto: 'by itself' } as const;

function Does({ actions }: { actions: NonNullable<StoredRule['rule']['actions']> }) {
  const [first] = actions;
  if (first === undefined) return <span className="faint">nothing</span>;
  const Icon = first.mode === 'dry-run' ? IconBoltOff : IconBolt;
  return (
    <span
      className={css['does']}
      title={actions.map(({ peer, mode }) => `breakers towards ${peer}: ${MODES[mode]}`).join('\n')}
    >
      <Icon size={13} aria-hidden="true" />
      {actions.length === 1 ? `acts ${MODES[first.mode]}` : countOf(actions.length, 'action')}
    </span>
  );
}
