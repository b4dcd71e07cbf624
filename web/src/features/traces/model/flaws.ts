import { countOf } from '../../../shared/format/number.ts';

/** What is wrong with a span's place or times. It is shown all the same, and marked. */
export type Flaw = 'missing-parent' | 'cycle' | 'duplicate-id' | 'extra-root' | 'negative-duration';

export const FLAW_WORDS: Record<Flaw, { one: string; says: string }> = {
  'missing-parent': {
    one: 'missing parent',
    says: 'The parent of this span has not arrived.',
  },
  cycle: { one: 'cycle', says: 'This span is its own ancestor; the cycle is cut here.' },
  'duplicate-id': {
    one: 'duplicate span id',
    says: 'Another span of this trace has the same span id.',
  },
  'extra-root': { one: 'further root', says: 'This trace has more than one root span.' },
  'negative-duration': {
    one: 'ends before it starts',
    says: 'This span ends before it starts: its clock was set back, or its times are wrong.',
  },
};

/** How often a flaw is in a trace, in words. */
export function countFlaws(flaw: Flaw, count: number): string {
  const spans = countOf(count, 'span');
  const one = count === 1;
  switch (flaw) {
    case 'missing-parent':
      return `${spans} whose parent has not arrived`;
    case 'cycle':
      return `${countOf(count, 'cycle')} of parents`;
    case 'duplicate-id':
      return `${spans} with an id that is already taken`;
    case 'extra-root':
      return `${countOf(count, 'further root')}`;
    case 'negative-duration':
      return `${spans} that ${one ? 'ends' : 'end'} before ${one ? 'it starts' : 'they start'}`;
  }
}
