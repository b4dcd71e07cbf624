import type { Field as NamedField } from '@nunchi/store/language/ast';
import { fieldName, toField } from '@nunchi/store/language/fields';
import type { FieldRow } from '@nunchi/store/queries/traces/compare/field';
import type { Static } from 'typebox';
import type { CompareReply, DifferentValue } from './compare-schema.ts';

type Value = Static<typeof DifferentValue>;
type Field = Static<typeof CompareReply>['fields'][number];

/** How many spans something was counted in, on either side. */
export interface Sides {
  readonly selected: number;
  readonly rest: number;
}

/** The 97.5 % quantile of the normal distribution: two-sided 95 %. */
const Z = 1.959964;
const MOST_VALUES = 10;
/** Attributes of resources that are columns too. */
const ARE_COLUMNS: ReadonlySet<string> = new Set([
  'service.name',
  'service.namespace',
  'service.version',
  'service.instance.id',
  'deployment.environment.name',
  'deployment.environment',
]);

/**
 * By how much the shares differ at least, with 95 % confidence; 0 where they may be the same.
 * Newcombe's interval for the difference of two proportions (1998, method 10), of which the bound
 * that is nearer to 0 counts, so that a difference in a handful of spans does not win. The more
 * values were looked at, the more of them differ by chance, so the wider it is.
 */
export function differenceOf(found: Sides, of: Sides, values = 1): number {
  if (of.selected === 0 || of.rest === 0) return 0;
  const z = Math.sqrt(Z * Z + 2 * Math.log(values));
  const a = wilson(found.selected, of.selected, z);
  const b = wilson(found.rest, of.rest, z);
  const difference = a.share - b.share;
  const side = difference > 0 ? 'selected' : 'rest';
  // What occurs once of several says nothing, however few the others are.
  if (found[side] === 1 && of[side] > 1) return 0;
  const lower = difference - Math.hypot(a.share - a.lower, b.upper - b.share);
  const upper = difference + Math.hypot(a.upper - a.share, b.share - b.lower);
  return difference > 0 ? Math.max(0, lower) : Math.min(0, upper);
}

interface Interval {
  readonly share: number;
  readonly lower: number;
  readonly upper: number;
}

/** Wilson's score interval of a proportion. */
function wilson(found: number, of: number, z: number): Interval {
  const share = found / of;
  const z2 = z * z;
  const centre = (share + z2 / (2 * of)) / (1 + z2 / of);
  const half = (z * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of))) / (1 + z2 / of);
  return { share, lower: Math.max(0, centre - half), upper: Math.min(1, centre + half) };
}

/**
 * The fields whose values differ. `looked` is how many spans of either side the rows were counted
 * in, `all` how many there are: counts are estimated for all.
 */
export function judgeFields(rows: readonly FieldRow[], looked: Sides, all: Sides): Field[] {
  if (looked.selected === 0 || looked.rest === 0) return [];
  return rows.flatMap((row) => differentField(row, looked, all));
}

/** The most different fields first, at most so many. */
export function ranked(fields: readonly Field[], limit: number): Field[] {
  return fields
    .toSorted((a, b) => strength(b) - strength(a) || (a.field < b.field ? -1 : 1))
    .slice(0, limit);
}

function differentField(row: FieldRow, looked: Sides, all: Sides): Field[] {
  const named = fieldOf(row);
  if (!named) return [];
  const judge = (value: string | null, found: Sides, values: number) =>
    judged(value, found, { looked, all, values });
  const known = row.values.map(([value, selected, rest]) =>
    judge(value, { selected: Number(selected), rest: Number(rest) }, Number(row.distinct)),
  );
  const presence = judge(null, { selected: Number(row.selected), rest: Number(row.rest) }, 1);
  const strongest = Math.max(0, ...known.map(strength));
  const tells = row.kind !== 'column' && strength(presence) > strongest;
  const values = [...(tells ? [presence] : []), ...known]
    .filter(({ score }) => score !== 0)
    .sort((a, b) => strength(b) - strength(a))
    .slice(0, MOST_VALUES)
    .sort((a, b) => b.score - a.score);
  const [most] = values;
  if (!most) return [];
  // Where nothing is more frequent in the selection, the field tells by what is missing there.
  const { score } = most.score > 0 ? most : (values.at(-1) ?? most);
  return [{ field: fieldName(named), score, values }];
}

const strength = ({ score }: { score: number }): number => Math.abs(score);

function fieldOf({ kind, key }: FieldRow): NamedField | undefined {
  if (kind === 'column') return toField(key, 'traces');
  return kind === 'resource' && ARE_COLUMNS.has(key) ? undefined : { kind, key };
}

interface Among {
  readonly looked: Sides;
  readonly all: Sides;
  /** How many values the field has. */
  readonly values: number;
}

function judged(value: string | null, found: Sides, { looked, all, values }: Among): Value {
  const selectedShare = found.selected / looked.selected;
  const restShare = found.rest / looked.rest;
  return {
    value,
    selected: Math.round(selectedShare * all.selected),
    rest: Math.round(restShare * all.rest),
    selectedShare,
    restShare,
    score: differenceOf(found, looked, values),
  };
}
