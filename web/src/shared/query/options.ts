import type { Field, Signal } from '@nunchi/store/language/ast';
import type { Completion } from '@nunchi/store/language/completion';
import { CHOICES, COLUMN_FIELDS, fieldName, toField } from '@nunchi/store/language/fields';
import { printQuery } from '@nunchi/store/language/print';
import type { Suggestion, Suggestions } from './suggestions.ts';

/** A way to go on with a query. */
export interface Option {
  readonly text: string;
  readonly count?: number | undefined;
  /** What is written for it. */
  readonly insert: string;
  /** Whether it is only a beginning: what may follow is to be offered at once. */
  readonly goesOn: boolean;
}

const NOWHERE = { offset: 0, length: 0 };
const DURATIONS = ['10ms', '50ms', '100ms', '250ms', '500ms', '1s', '2s', '5s', '10s'];
const COMPARISONS = ['>', '>=', '<', '<='];
const KEYWORDS = ['AND', 'OR', 'NOT'];

/** What can stand there, best first; what the data offers, as far as it can be asked. */
export async function optionsAt(
  { kind, field, prefix }: Completion,
  signal: Signal,
  suggestions: Suggestions,
): Promise<Option[]> {
  const begins = ({ text }: Suggestion): boolean =>
    text.toLowerCase().startsWith(prefix.toLowerCase());
  if (kind === 'operator') return COMPARISONS.map((text) => option(text, text, true));
  if (kind === 'keyword') return ['OR'].map((text) => option(text, `${text} `, true));
  if (kind === 'value') {
    const name = field ?? '';
    const values = await valuesOf(name, prefix, signal, suggestions);
    return values
      .filter(begins)
      .map(({ text, count }) => option(text, printValue(text), false, count));
  }
  const columns = COLUMN_FIELDS[signal].map((text) => ({ text }));
  const fields = merged(await quietly(suggestions.fields(prefix)), columns).filter(begins);
  const keywords = KEYWORDS.filter((word) => prefix !== '' && word.startsWith(prefix));
  return [
    ...keywords.map((word) => option(word, `${word} `, true)),
    ...fields.flatMap(({ text, count }) => {
      const known = toField(text, signal);
      return known ? [option(fieldName(known), printField(known), true, count)] : [];
    }),
  ];
}

async function valuesOf(
  name: string,
  prefix: string,
  signal: Signal,
  suggestions: Suggestions,
): Promise<readonly Suggestion[]> {
  const field = toField(name, signal);
  if (field?.kind === 'column' && field.name === 'duration') {
    return DURATIONS.map((text) => ({ text }));
  }
  const choices = field?.kind === 'column' ? (CHOICES[field.name] ?? []) : [];
  return merged(
    await quietly(suggestions.values(name, prefix)),
    choices.map((text) => ({ text })),
  );
}

const option = (text: string, insert: string, goesOn: boolean, count?: number): Option => ({
  text,
  insert,
  goesOn,
  count,
});

/** What was counted, and behind it what could be there, too. */
function merged(
  counted: readonly Suggestion[],
  possible: readonly Suggestion[],
): readonly Suggestion[] {
  const known = new Set(counted.map(({ text }) => text));
  return [...counted, ...possible.filter(({ text }) => !known.has(text))];
}

/** Without an answer one can still write. */
const quietly = (answer: Promise<readonly Suggestion[]>): Promise<readonly Suggestion[]> =>
  answer.catch(() => []);

const printValue = (value: string): string =>
  printQuery({ kind: 'text', parts: [value], place: NOWHERE });

/** With its colon. */
const printField = (field: Field): string =>
  printQuery({ kind: 'equals', field, parts: ['', ''], place: NOWHERE }).slice(0, -1);
