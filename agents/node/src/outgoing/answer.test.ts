import { expect, test } from 'vitest';
import { bytesOf, checkedAnswer } from './answer.ts';
import type { FailedCall, FallbackAnswer } from './fallbacks.ts';

const CALL: FailedCall = { peer: 'pay:80', method: 'GET', path: '/', reason: 'open' };

const bytes = (answer: FallbackAnswer, call: Partial<FailedCall> = {}): string =>
  bytesOf(checkedAnswer(answer, { ...CALL, ...call })).toString('latin1');

test('an answer is what a peer would send, and says that it is a fallback', () => {
  const headers = { 'Content-Type': 'text/plain', 'Set-Cookie': ['a=1', 'b=2'] };
  expect(bytes({ status: 200, headers, body: 'grün' })).toBe(
    'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n' +
      'content-length: 5\r\nx-nunchi-fallback: open\r\n\r\ngrÃ¼n',
  );
});

test('how a body is sent is not the application’s to say', () => {
  const headers = { 'transfer-encoding': 'chunked', 'content-length': '99', connection: 'close' };
  expect(bytes({ status: 202, headers, body: new Uint8Array([104, 105]) })).toBe(
    'HTTP/1.1 202 Accepted\r\ncontent-length: 2\r\nx-nunchi-fallback: open\r\n\r\nhi',
  );
});

test('answers that have no body get none', () => {
  expect(bytes({ status: 204, body: 'x' })).toBe(
    'HTTP/1.1 204 No Content\r\nx-nunchi-fallback: open\r\n\r\n',
  );
  expect(bytes({ status: 200, body: 'xyz' }, { method: 'HEAD', reason: 'full' })).toBe(
    'HTTP/1.1 200 OK\r\ncontent-length: 3\r\nx-nunchi-fallback: full\r\n\r\n',
  );
});

test.each<[string, unknown]>([
  ['a status outside of 200 to 599', { status: 99 }],
  ['no status', {}],
  ['a body that is no body', { status: 200, body: { sorry: true } }],
  ['a header that would end the headers', { status: 200, headers: { a: 'b\r\n\r\nc' } }],
  ['a header whose name is none', { status: 200, headers: { 'a b': 'c' } }],
])('%s is no answer', (_what, answer) => {
  expect(() => checkedAnswer(answer as FallbackAnswer, CALL)).toThrow(TypeError);
});
