import type { Draft } from './draft.ts';

/** A part of a text around the place where it is wrong. */
export interface Excerpt {
  readonly before: string;
  readonly wrong: string;
  readonly after: string;
}

const AROUND = 36;

/** What to show of a text that is wrong at a place; at its end, where something is missing, too. */
export function excerptAt(text: string, offset: number, length: number): Excerpt {
  const start = Math.min(Math.max(0, offset), text.length);
  const end = Math.min(text.length, start + Math.max(0, length));
  const from = Math.max(0, start - AROUND);
  const to = Math.min(text.length, end + AROUND);
  return {
    before: (from > 0 ? '…' : '') + text.slice(from, start),
    // A space to underline where nothing stands.
    wrong: text.slice(start, end) || ' ',
    after: text.slice(end, to) + (to < text.length ? '…' : ''),
  };
}

const FIELDS = new Set<string>([
  'name',
  'severity',
  'for',
  'keepFiringFor',
  'labels',
  'annotations',
  'channels',
  'actions',
  'query',
  'measure',
  'op',
  'value',
  'minimumRequests',
  'by',
  'window',
  'lookback',
  'states',
] satisfies (keyof Draft)[]);

/**
 * The field of the form that a JSON Pointer into a rule is about: `/rule/condition/query` is the
 * query, `/channels/0` the channels. Undefined: the rule as a whole.
 */
export function fieldAt(pointer: string | undefined): keyof Draft | undefined {
  const parts = (pointer ?? '')
    .split('/')
    .filter((part) => part !== '' && part !== 'rule' && part !== 'condition');
  const [first] = parts;
  return first !== undefined && FIELDS.has(first) ? (first as keyof Draft) : undefined;
}
