import { expect, test } from 'vitest';
import { asCorrelationId } from './id.ts';

test.each([
  'a',
  'order-42',
  '01HF5K2:eu/west',
  'f47ac10b-58cc-4372-a567-0e02b2c3d479',
  'aGk=',
  'x'.repeat(128),
])('%s can be an id', (value) => expect(asCorrelationId(value)).toBe(value));

test.each([
  ['nothing', ''],
  ['too long', 'x'.repeat(129)],
  ['end of a header', 'a\r\nset-cookie: b'],
  ['a blank inside', 'a b'],
  ['a list', 'a,b'],
  ['markup', '<script>'],
  ['other letters', 'größe'],
  ['a sign first', '-a'],
  ['no text', ['a']],
])('%s cannot', (_, value) => expect(asCorrelationId(value)).toBeUndefined());
