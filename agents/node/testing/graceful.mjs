// A server that knows nothing of how it ends, unless it is told to. What it does later waits for
// SIGUSR2: to listen, to answer `/held`, to close in its own way.
import { createServer } from 'node:http';
import { readiness } from '@nunchi/agent/api';
import { Counter } from 'prom-client';

const { LISTEN_LATER, OWN_HANDLER } = process.env;
const later = [];
process.on('SIGUSR2', () => later.splice(0).forEach((work) => work()));

let isWarm = false;
const served = new Counter({ name: 'shop_served_total', help: 'Requests.' });
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  served.inc();
  const answer = () => response.end('served');
  if (pathname === '/held') {
    later.push(answer);
    console.log('held');
    return;
  }
  if (pathname === '/warm') isWarm = true;
  if (pathname === '/burn') {
    const end = performance.now() + Number(searchParams.get('ms'));
    while (performance.now() < end);
  }
  setTimeout(answer);
});

if (OWN_HANDLER) {
  process.on('SIGTERM', () => {
    later.push(() => {
      process.exitCode = 7;
      server.close();
    });
    console.log('closing in my own way');
  });
}

function listen() {
  server.listen(0, '127.0.0.1', () => {
    console.log(`listening http://127.0.0.1:${server.address().port}`);
  });
}

if (LISTEN_LATER) {
  readiness('cache', () => isWarm);
  const waiting = setInterval(() => undefined, 1000);
  later.push(() => clearInterval(waiting), listen);
  console.log('waiting');
} else listen();
