// Works off the queue: mails for orders that are paid, and payments that were put off. Its HTTP,
// for looking at it and making it misbehave, is bare node:http.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { Counter, Gauge } from 'prom-client';
import { byHttp } from '../clients/by-http.ts';
import { createOperations, json, type Operations } from '../common/operations.ts';
import { createRoundRobin } from '../common/round-robin.ts';
import { run, serviceOf } from '../common/run.ts';
import { DUE, type DueOrder, PAID, type PaidOrder } from '../queue/destinations.ts';
import { openQueue } from '../queue/queue.ts';
import { checkoutUrls, queueFile } from '../settings.ts';
import { writeMail } from '../worker/mail.ts';
import { poll, type Work } from '../worker/poll.ts';

const CALL_TIMEOUT_MS = 10_000;

const mails = new Counter({ name: 'mails_sent_total', help: 'Mails about paid orders' });

await run('worker', async (log) => {
  const operations = createOperations(log);
  const queue = openQueue(queueFile(process.env));
  const nextCheckouts = createRoundRobin(checkoutUrls(process.env));
  for (const destination of [PAID, DUE]) watchDepth(destination, () => queue.depth(destination));

  const tellCheckout = async (path: string): Promise<void> => {
    const [url = ''] = nextCheckouts();
    const { status } = await byHttp(`${url}${path}`, {
      method: 'POST',
      timeoutMs: CALL_TIMEOUT_MS,
    });
    if (status >= 500) throw new Error(`${url}${path} answered ${status}`);
  };

  const works: Readonly<Record<string, Work>> = {
    [PAID]: async ({ body }) => {
      await operations.misbehave();
      const order = body as PaidOrder;
      const { messageId, to } = writeMail(order);
      mails.inc();
      log.info({ orderId: order.orderId, messageId, to }, 'mail sent');
      await tellCheckout(`/orders/${order.orderId}/confirmed`);
    },
    [DUE]: async ({ body }) => {
      await operations.misbehave();
      const { orderId } = body as DueOrder;
      log.info({ orderId }, 'payment tried again');
      await tellCheckout(`/orders/${orderId}/pay`);
    },
  };

  const stopping = new AbortController();
  const polling = Object.entries(works).map(([destination, work]) =>
    poll(queue, destination, work, log, stopping.signal),
  );
  const server = createServer((request, reply) => void serve(operations, request, reply));
  return serviceOf(server, async () => {
    stopping.abort();
    await Promise.all(polling);
    queue.close();
  });
});

async function serve(
  operations: Operations,
  request: IncomingMessage,
  reply: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/' } = request;
  const answer =
    (await operations.answer(method, url, method === 'POST' ? await bodyOf(request) : undefined)) ??
    json(404, { error: `there is nothing at ${url}` });
  reply.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
}

/** Undefined when it is not JSON; the operations say what they want instead. */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  if (!request.headers['content-type']?.startsWith('application/json')) return undefined;
  try {
    return JSON.parse(await text(request));
  } catch {
    return undefined;
  }
}

function watchDepth(destination: string, depth: () => number): void {
  const name = `queue_${destination.replace('-', '_')}_depth`;
  const help = `Messages of ${destination} that wait or are being worked on`;
  new Gauge({
    name,
    help,
    collect() {
      this.set(depth());
    },
  });
}
