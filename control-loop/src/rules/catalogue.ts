import { type AlarmRule, durationMs } from '@nunchi/store/alarms/rule';
import type { Timing } from '@nunchi/store/alarms/step';
import { validateRule } from '@nunchi/store/alarms/validate';
import type { Document } from '@nunchi/store/control/documents';

/** A rule that is evaluated. */
export interface ActiveRule {
  readonly id: string;
  readonly rule: AlarmRule;
  readonly timing: Timing;
}

/** A document that is no rule for this version of the loop. Its alarms stay as they are. */
export interface BrokenRule {
  readonly id: string;
  readonly message: string;
}

export interface Catalogue {
  readonly active: readonly ActiveRule[];
  readonly broken: readonly BrokenRule[];
  /** Rules that are there, but switched off. */
  readonly disabled: ReadonlySet<string>;
}

/** What the documents of kind `alarm-rule`, without deleted ones, come to. */
export function toCatalogue(documents: readonly Document[]): Catalogue {
  const active: ActiveRule[] = [];
  const broken: BrokenRule[] = [];
  const disabled = new Set<string>();
  for (const { id, body } of documents) {
    const validation = validateRule(body);
    if (!validation.ok) {
      const what = validation.problems.map(({ message }) => message).join('; ');
      broken.push({ id, message: `rule ${id} cannot be evaluated: ${what}` });
    } else if (validation.rule.enabled === false) {
      disabled.add(id);
    } else {
      active.push({ id, rule: validation.rule, timing: timingOf(validation.rule) });
    }
  }
  return { active, broken, disabled };
}

function timingOf(rule: AlarmRule): Timing {
  return {
    forMs: durationMs(rule.for ?? '0s'),
    keepFiringForMs: durationMs(rule.keepFiringFor ?? '0s'),
  };
}
