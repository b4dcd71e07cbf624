import { AlarmRule as Rule } from '@nunchi/store/alarms/rule';
import Type from 'typebox';
import { EpochMs, named, Nullable, parameters, Texts, words } from '../../schemas/common.ts';

export const AlarmRule = named('AlarmRule', Rule);

export const RuleId = Type.String({ minLength: 1, maxLength: 200, description: 'Id of a rule.' });
export const RuleParams = parameters({ id: RuleId });

export const Evaluation = Type.Object({
  time: EpochMs,
  outcome: words(['ok', 'no-data', 'error']),
  message: Type.String({ description: 'Why there is no data, or what the error was.' }),
  durationMs: Type.Number(),
  series: Type.Integer({ description: 'How many series the condition looked at.' }),
});

export const StoredRule = Type.Object(
  {
    id: RuleId,
    version: Type.Integer({ description: 'What If-Match names when the rule is replaced.' }),
    origin: words(['api', 'file', 'default']),
    author: Type.String(),
    updatedAt: EpochMs,
    rule: AlarmRule,
    evaluation: Nullable(Evaluation),
  },
  { $id: 'StoredRule' },
);

export const RulesReply = Type.Object({
  rules: Type.Array(StoredRule, { description: 'By name.' }),
});

export const PreviewBody = Type.Object(
  {
    rule: AlarmRule,
    from: Type.Optional(Type.String({ description: 'As of every question; default now-1h.' })),
    to: Type.Optional(Type.String({ description: 'Default now.' })),
  },
  { additionalProperties: false },
);

export const PreviewReply = Type.Object(
  {
    from: EpochMs,
    to: EpochMs,
    stepMs: Type.Integer({ description: 'How far apart the evaluations are.' }),
    series: Type.Array(
      Type.Object({
        labels: Texts,
        points: Type.Array(Type.Tuple([EpochMs, Nullable(Type.Number())]), {
          description:
            'The value at each evaluation, null where there was nothing to judge. Of an absent rule: 1 where something was there, 0 where nothing was.',
        }),
        firing: Type.Array(Type.Object({ from: EpochMs, to: EpochMs }), {
          description: 'When the alarm would have been firing.',
        }),
      }),
    ),
    truncated: Type.Boolean({ description: 'Whether there are more series than are given.' }),
    unavailable: Nullable(
      Type.String({ description: 'Why a rule of this kind cannot be previewed.' }),
    ),
  },
  { $id: 'RulePreview' },
);
