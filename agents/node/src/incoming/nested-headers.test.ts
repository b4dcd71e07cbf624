import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { allowNestedHeaders } from './nested-headers.ts';

test('headers as a list of pairs, beside one that is set', async () => {
  const undo = allowNestedHeaders();
  const server = http.createServer((_request, response) => {
    response.setHeader('x-correlation-id', 'order-7');
    const headers = [
      ['x-one', '1'],
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ];
    response.writeHead(200, headers as never).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(answer.headers.get('x-one')).toBe('1');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(answer.headers.get('x-correlation-id')).toBe('order-7');
  } finally {
    undo();
    server.close();
    server.closeAllConnections();
  }
});
