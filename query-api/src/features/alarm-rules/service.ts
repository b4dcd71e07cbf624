import type { AlarmRule } from '@nunchi/store/alarms/rule';
import { validateRule } from '@nunchi/store/alarms/validate';
import type { Document } from '@nunchi/store/control/documents';
import { type EvaluationRow, lastEvaluations } from '@nunchi/store/queries/alarms/evaluations';
import { randomUUID } from 'node:crypto';
import type { Static } from 'typebox';
import { ApiError } from '../../errors.ts';
import {
  type DocumentContext,
  listDocuments,
  newestVersion,
  writeNext,
} from '../../model/documents.ts';
import { checkVersion } from '../../model/version.ts';
import type { StoredRule } from './schema.ts';

type Shown = Static<typeof StoredRule>;
const KIND = 'alarm-rule';

export async function listRules(context: DocumentContext): Promise<Shown[]> {
  const [documents, evaluations] = await Promise.all([
    listDocuments<AlarmRule>(context, KIND),
    lastEvaluations(context.store),
  ]);
  const evaluationOf = new Map(evaluations.map((row) => [row.ruleId, row]));
  return documents
    .map((document) => toShown(document, evaluationOf.get(document.id)))
    .sort((a, b) => a.rule.name.localeCompare(b.rule.name, 'en') || (a.id < b.id ? -1 : 1));
}

export async function getRule(context: DocumentContext, id: string): Promise<Shown> {
  return shown(context, await existing(context, id));
}

export async function createRule(context: DocumentContext, input: unknown): Promise<Shown> {
  const body = checkedRule(input, '');
  const made = await writeNext(context, undefined, { kind: KIND, id: randomUUID(), body });
  return toShown(made, undefined);
}

export async function replaceRule(
  context: DocumentContext,
  id: string,
  ifMatch: string | undefined,
  input: unknown,
): Promise<Shown> {
  const body = checkedRule(input, '');
  const current = await existing(context, id);
  checkVersion(ifMatch, current.version);
  checkNotFromFile(current);
  return shown(context, await writeNext(context, current, { kind: KIND, id, body }));
}

export async function deleteRule(context: DocumentContext, id: string): Promise<void> {
  const current = await existing(context, id);
  checkNotFromFile(current);
  if (current.origin === 'default') {
    throw new ApiError(
      'rule_protected',
      `${current.body.name} is a default rule, which stays; disable it with "enabled": false`,
    );
  }
  await writeNext(context, current, { kind: KIND, id, body: current.body, deleted: true });
}

/** The rule, or the first thing that is wrong with it; `base` is where it stands in the body. */
export function checkedRule(input: unknown, base: string): AlarmRule {
  const outcome = validateRule(input);
  if (outcome.ok) return outcome.rule;
  const [first, ...others] = outcome.problems;
  const { message = 'the rule is not valid', pointer = '', position, expected } = first ?? {};
  const more = others.length === 0 ? '' : ` (and ${others.length} more: ${others[0]?.message})`;
  throw new ApiError('invalid_rule', `${message}${more}`, {
    place: {
      pointer: `${base}${pointer}`,
      ...(position && { position }),
      ...(expected && { expected }),
    },
  });
}

function checkNotFromFile({ origin, body }: Document<AlarmRule>): void {
  if (origin !== 'file') return;
  throw new ApiError('rule_protected', `${body.name} comes from a file; change the file`);
}

async function existing(context: DocumentContext, id: string): Promise<Document<AlarmRule>> {
  const document = await newestVersion<AlarmRule>(context, KIND, id);
  if (document && !document.deleted) return document;
  throw new ApiError('rule_not_found', `there is no alarm rule ${id}`);
}

async function shown(context: DocumentContext, document: Document<AlarmRule>): Promise<Shown> {
  const [evaluation] = await lastEvaluations(context.store, [document.id]);
  return toShown(document, evaluation);
}

function toShown(
  { id, version, origin, author, time, body }: Document<AlarmRule>,
  row: EvaluationRow | undefined,
): Shown {
  const evaluation = row && {
    time: Number(row.timeMs),
    outcome: row.outcome,
    message: row.message,
    durationMs: row.durationMs,
    series: Object.keys(row.values).length,
  };
  return {
    id,
    version,
    origin,
    author,
    updatedAt: time,
    rule: body,
    evaluation: evaluation ?? null,
  };
}
