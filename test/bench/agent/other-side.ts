// What the service talks to, in a process of its own: the peer that it calls, and a collector that
// takes everything and looks at nothing, the same for all ways.
import { createServer } from 'node:http';
import { setPriority } from 'node:os';

// What happens over there is not taken from the service.
setPriority(5);
let received = 0;

const server = createServer((request, reply) => {
  if (request.method === 'POST') {
    request.on('data', (chunk: Buffer) => (received += chunk.length));
    request.on('end', () =>
      reply.writeHead(200, { 'content-type': 'application/x-protobuf' }).end(),
    );
    return;
  }
  const body = `{"id":"${request.url?.slice(1)}","state":"taken"}`;
  reply.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  reply.end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.env['PORT']), '127.0.0.1', () => process.send?.({ ready: true }));
process.on('message', () => {
  process.send?.({ received });
  received = 0;
});
process.on('disconnect', () => process.exit(0));
