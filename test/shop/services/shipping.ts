// Sends out what is paid for: takes orders off the queue, books a carrier, and tells checkout by
// undici. Its own HTTP, for making it misbehave, is bare node:http.
import { Counter } from 'prom-client';
import { byUndici } from '../clients/by-undici.ts';
import { callOneOf } from '../clients/failover.ts';
import { createOperations, errorOf } from '../common/operations.ts';
import { plainServer } from '../common/plain-http.ts';
import { createRoundRobin } from '../common/round-robin.ts';
import { run, serviceOf } from '../common/run.ts';
import { subscribe } from '../queue/poll.ts';
import { openQueue } from '../queue/queue.ts';
import { PAID, type PaidOrder } from '../queue/topics.ts';
import { checkoutUrls, queueFile } from '../settings.ts';
import { book } from '../shipping/carrier.ts';

const shipped = new Counter({
  name: 'shipments_total',
  help: 'Parcels by their carrier',
  labelNames: ['carrier'],
});

await run('shipping', async (log) => {
  const operations = createOperations(log, () =>
    errorOf('CarrierError', 'the carrier answered 429: too many labels this minute', 'CARRIER_429'),
  );
  const queue = openQueue(queueFile(process.env));
  const nextCheckouts = createRoundRobin(checkoutUrls(process.env));

  const tellCheckout = async (orderId: string, body: object): Promise<void> => {
    const { status } = await callOneOf(nextCheckouts(), log, (url) =>
      byUndici(`${url}/orders/${orderId}/shipped`, { method: 'POST', body }),
    );
    if (status >= 500) throw new Error(`checkout answered ${status}`);
    if (status === 404) log.warn({ orderId }, 'checkout does not know the order that was shipped');
  };

  subscribe(queue, { topic: PAID, subscriber: 'shipping' }, log, async ({ body }) => {
    await operations.misbehave();
    const { orderId } = body as PaidOrder;
    const shipment = await book(orderId);
    shipped.inc({ carrier: shipment.carrier });
    log.info({ orderId, ...shipment }, 'parcel handed over');
    await tellCheckout(orderId, shipment);
  });
  return serviceOf(plainServer(log, operations, async () => undefined));
});
