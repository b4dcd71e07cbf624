// A server whose answers take as long as they are asked to; it knows nothing of how it ends, unless
// it is told to.
import { createServer } from 'node:http';
import { readiness } from '@nunchi/agent/api';
import { Counter } from 'prom-client';

const served = new Counter({ name: 'shop_served_total', help: 'Requests.' });
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  served.inc();
  if (pathname === '/burn') {
    const end = performance.now() + Number(searchParams.get('ms'));
    while (performance.now() < end);
  }
  if (searchParams.has('after')) console.log('began');
  setTimeout(() => response.end('served'), Number(searchParams.get('after') ?? 0));
});

const { READY_AFTER_MS, LISTEN_AFTER_MS, OWN_HANDLER } = process.env;
if (READY_AFTER_MS) readiness('cache', () => performance.now() > Number(READY_AFTER_MS));
if (OWN_HANDLER) {
  process.on('SIGTERM', () => {
    console.log('closing in my own way');
    setTimeout(() => {
      process.exitCode = 7;
      server.close();
    }, 1000);
  });
}
setTimeout(
  () => {
    server.listen(0, '127.0.0.1', () => {
      console.log(`listening http://127.0.0.1:${server.address().port}`);
    });
  },
  Number(LISTEN_AFTER_MS ?? 0),
);
